// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/jsonvalue.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace emberwatch::comfyui {

/// A file that a node has produced. All of it is the server's word: the name is a label, never a path of
/// ours.
struct OutputFile
{
    QString nodeId;
    QString kind; ///< the key it stood under: "images", "gifs", "audio", ...
    QString filename;
    QString subfolder;
    QString type; ///< "output", or "temp": gone when the server restarts; or "input"
    bool operator==(const OutputFile &) const = default;
};

/// The files among a node's outputs; booleans, texts and what else nodes leave there are passed over.
[[nodiscard]] QList<OutputFile> filesOfNode(const QString &nodeId, JsonValue output);
/// The files among the `outputs` of a history entry, node by node.
[[nodiscard]] QList<OutputFile> filesOf(JsonValue outputs);

/// "/view?filename=...": how the file is asked for.
[[nodiscard]] QByteArray viewTarget(const OutputFile &file);

} // namespace emberwatch::comfyui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace emberwatch {

struct JsonPrettyOptions
{
    int indent = 2;
    int depthLimit = 256;
    qsizetype tokenLimit = 0; ///< bytes of one key, string or number; 0: none
    qsizetype textLimit = 0; ///< bytes of the whole; 0: none
    /// Control, bidirectional and other invisible characters become \uNNNN: still JSON with the same meaning.
    bool escapeInvisible = false;
};

struct JsonPretty
{
    QByteArray text; ///< no line break at its end
    qsizetype shortened = 0; ///< keys, strings and numbers cut by tokenLimit; "…" stands behind each
    bool isCut = false; ///< by textLimit
    bool operator==(const JsonPretty &) const = default;
};

/// The document with one member a line. Only the white space between tokens changes: numbers keep every
/// digit, strings their escapes, members their order and duplicates. Errors: Parse for anything that is not
/// valid JSON in UTF-8, with the byte and what was expected there.
[[nodiscard]] Result<JsonPretty> prettyJson(QByteArrayView document, const JsonPrettyOptions &options = {});

} // namespace emberwatch

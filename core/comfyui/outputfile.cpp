// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/outputfile.h"

#include "core/comfyui/jsonread.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

void appendFiles(
    const QString &nodeId, const QString &kind, simdjson::dom::array items, QList<OutputFile> &to)
{
    for (const JsonValue entry : items) {
        OutputFile file{nodeId, kind, text(member(entry, "filename")), text(member(entry, "subfolder")),
            text(member(entry, "type"))};
        if (!file.filename.isEmpty())
            to.append(std::move(file));
    }
}

} // namespace

QList<OutputFile> filesOfNode(const QString &nodeId, JsonValue output)
{
    QList<OutputFile> files;
    simdjson::dom::object kinds;
    if (output.get(kinds))
        return files;
    for (const auto [kind, value] : kinds) {
        simdjson::dom::array items;
        if (!value.get(items))
            appendFiles(nodeId, QString::fromUtf8(view(kind)), items, files);
    }
    return files;
}

QList<OutputFile> filesOf(JsonValue outputs)
{
    QList<OutputFile> files;
    simdjson::dom::object nodes;
    if (outputs.get(nodes))
        return files;
    for (const auto [node, output] : nodes)
        files.append(filesOfNode(QString::fromUtf8(view(node)), output));
    return files;
}

QByteArray viewTarget(const OutputFile &file)
{
    const QString type = file.type.isEmpty() ? u"output"_s : file.type;
    return "/view?filename=" + QUrl::toPercentEncoding(file.filename)
        + "&subfolder=" + QUrl::toPercentEncoding(file.subfolder) + "&type=" + QUrl::toPercentEncoding(type);
}

} // namespace emberwatch::comfyui

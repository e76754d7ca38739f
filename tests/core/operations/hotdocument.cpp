// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/hotdocument.h"

#include <QString>

namespace emberwatch::test {

namespace {

/// Behind the closing quote of the string that begins there.
qsizetype behindString(QByteArrayView text, qsizetype at)
{
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\')
            ++at;
    }
    return at + 1;
}

/// Where the value that begins there ends: at the comma or bracket of its own level.
qsizetype behindValue(QByteArrayView text, qsizetype at)
{
    int depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = behindString(text, at);
            continue;
        }
        const bool isOpening = c == '{' || c == '[';
        const bool isClosing = c == '}' || c == ']';
        if (depth == 0 && (isClosing || c == ','))
            break;
        depth += isOpening ? 1 : isClosing ? -1 : 0;
        ++at;
    }
    return at;
}

qsizetype behindSpace(QByteArrayView text, qsizetype at)
{
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n'))
        ++at;
    return at;
}

QByteArray quoted(const QByteArray &text)
{
    return '"' + text + '"';
}

} // namespace

ValueSpan memberSpan(QByteArrayView document, QByteArrayView name)
{
    ValueSpan found;
    qsizetype at = document.indexOf('{') + 1;
    while (at < document.size()) {
        at = behindSpace(document, at);
        if (at >= document.size() || document[at] != '"')
            break;
        const qsizetype behindName = behindString(document, at);
        const QByteArrayView member = document.sliced(at + 1, behindName - at - 2);
        const qsizetype value = behindSpace(document, document.indexOf(':', behindName) + 1);
        const qsizetype end = behindValue(document, value);
        if (member == name)
            found = {value, document.sliced(value, end - value).trimmed().size()};
        at = end + 1;
    }
    return found;
}

QByteArrayView memberOf(QByteArrayView document, QByteArrayView name)
{
    const ValueSpan span = memberSpan(document, name);
    return document.sliced(span.from, span.size);
}

QByteArray withMember(const QByteArray &document, QByteArrayView name, const QByteArray &value)
{
    const ValueSpan span = memberSpan(document, name);
    QByteArray changed = document;
    return changed.replace(span.from, span.size, value);
}

QByteArray hotDocument(const QByteArray &id, quint64 random)
{
    static const QByteArray shapes[] = {
        R"({"promptId":"ID","type":"image_generation","userId":"usr_7","status":"queued","progress":0,"startedAt":1795600800000,"clientId":"api-1","serverUrl":"http://gpu-1:8188","w":"","seed":18446744073709551615})",
        R"({ "w" : "", "seed":1.50e3, "workflow":{"status":"completed","progress":[1,2,{"w":"no"}],"text":"a \" } , : \\"},)"
        "\n\t"
        R"("promptId":"ID", "type":"lora_training", "status" : "queued" , "progress" : 0.0 ,"startedAt":1795600800000})",
        R"({"status":"completed","status":"queued","promptId":"ID","type":"face_swap","progress":99,"w":"","progress":0,"startedAt":1795600800000,"note":"\u00fc\ud83d\ude00 ü <b>","empty":{},"list":[]})",
    };
    QByteArray document = shapes[random % std::size(shapes)];
    return document.replace("ID", id);
}

QByteArray markOf(QByteArrayView document)
{
    return memberOf(document, "w").toByteArray();
}

QByteArray marked(const QByteArray &document, int producer, qint64 write)
{
    return withMember(document, "w", quoted(QByteArray::number(producer) + '-' + QByteArray::number(write)));
}

QByteArray foreignBytes(const QByteArray &document)
{
    return withMember(withMember(document, "status", "S"), "progress", "P");
}

QByteArray hotId(int number)
{
    return "hot-" + QByteArray::number(number);
}

QByteArray hotKey(int number)
{
    return "comfyui:job:" + hotId(number);
}

} // namespace emberwatch::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/promptidargument.h"

#include <algorithm>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

bool isHexDigit(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c.toLower() >= u'a' && c.toLower() <= u'f');
}

} // namespace

QCommandLineOption hexOption()
{
    return {u"hex"_s, u"PROMPT_ID is written in hexadecimal digits: for ids that are not UTF-8."_s};
}

Result<PromptId> readPromptId(const CommandLine &line)
{
    if (line.arguments.size() != 1)
        return failure(Error::Kind::Invalid, line.command + u": exactly one PROMPT_ID"_s);
    return readPromptIds(line).map([](const QList<PromptId> &ids) { return ids.first(); });
}

Result<QList<PromptId>> readPromptIds(const CommandLine &line)
{
    if (line.arguments.isEmpty())
        return failure(Error::Kind::Invalid, line.command + u": at least one PROMPT_ID"_s);
    QList<PromptId> ids;
    for (const QString &text : line.arguments) {
        const bool isHex = line.has(u"hex"_s);
        if (isHex && (text.size() % 2 != 0 || !std::all_of(text.begin(), text.end(), isHexDigit)))
            return failure(Error::Kind::Invalid, u"--hex: pairs of hexadecimal digits"_s);
        ids.append(PromptId(isHex ? QByteArray::fromHex(text.toLatin1()) : text.toUtf8()));
    }
    return ids;
}

} // namespace emberwatch::cli

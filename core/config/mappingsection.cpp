// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/mappingsection.h"

#include <algorithm>
#include <array>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct PlainSetting
{
    QStringView key;
    QString MappingText::*member;
};

constexpr std::array plainSettings{
    PlainSetting{u"schema", &MappingText::schema},
    PlainSetting{u"table", &MappingText::table},
    PlainSetting{u"audit-table", &MappingText::auditTable},
    PlainSetting{u"provider", &MappingText::provider},
    PlainSetting{u"time-zone", &MappingText::timeZone},
};

constexpr QStringView columnPrefix = u"column.";
constexpr QStringView statusPrefix = u"status.";
constexpr QStringView typePrefix = u"type.";

QStringList wordsIn(const QString &value)
{
    QStringList words;
    for (const QString &word : value.split(u',', Qt::SkipEmptyParts))
        words.append(word.trimmed());
    return words;
}

/// Whether there is such a setting.
bool take(const ConfigLine &line, MappingText &text)
{
    for (const PlainSetting &setting : plainSettings) {
        if (line.key != setting.key)
            continue;
        text.*setting.member = line.value;
        return true;
    }
    if (line.key.startsWith(columnPrefix))
        text.columns.insert(line.key.mid(columnPrefix.size()), line.value);
    else if (line.key.startsWith(statusPrefix))
        text.statusWords.insert(line.key.mid(statusPrefix.size()), wordsIn(line.value));
    else if (line.key.startsWith(typePrefix))
        text.typeWords.insert(line.key.mid(typePrefix.size()), line.value);
    else
        return false;
    return true;
}

/// Of the first `count` lines. All of them are settings of a mapping.
Result<SchemaMapping> mappingOfFirst(const QList<ConfigLine> &lines, qsizetype count)
{
    MappingText text;
    for (const ConfigLine &line : lines.first(count))
        (void)take(line, text);
    return SchemaMapping::read(text);
}

/// The line from which on it is wrong, whatever follows. (Two names may have to change places: then it is
/// wrong after the first of them, and right again after the second.)
qsizetype firstWrong(const QList<ConfigLine> &lines)
{
    qsizetype count = lines.size();
    while (count > 1 && !mappingOfFirst(lines, count - 1))
        --count;
    return count - 1;
}

tl::unexpected<Error> wrong(const QString &name, const ConfigLine &line, const QString &reason)
{
    return failure(Error::Kind::Parse, placeText(name, line.line) + u": "_s + reason);
}

} // namespace

Result<SchemaMapping> mappingFrom(const QList<ConfigLine> &lines, const QString &name)
{
    MappingText text;
    for (const ConfigLine &line : lines) {
        if (!take(line, text))
            return wrong(name, line,
                u"unknown setting %1; a mapping has schema, table, audit-table, provider, time-zone, "
                "column.NAME, status.NAME and type.NAME"_s.arg(quotedForMessage(line.key)));
    }
    Result<SchemaMapping> mapping = SchemaMapping::read(text);
    if (mapping)
        return mapping;
    return wrong(name, lines.at(firstWrong(lines)), mapping.error().message);
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace emberwatch {

/// One setting of a configuration file and where it stands.
struct ConfigLine
{
    QString section; ///< "" before the first one
    QString key;
    QString value;
    int line = 0; ///< counted from 1
    bool operator==(const ConfigLine &) const = default;
};

/// A section and the line that it begins at.
struct ConfigSection
{
    QString name;
    int line = 0;
    bool operator==(const ConfigSection &) const = default;
};

/// A file taken apart: all in the order of the lines.
struct ConfigText
{
    QList<ConfigSection> sections; ///< also those without a setting
    QList<ConfigLine> lines;
};

/// Takes a configuration file apart: `[section]`, `key = value`, and comments on lines that begin with # or
/// ;. Spaces around names and values do not count; one pair of double quotes around a value is taken off,
/// nothing is escaped. A line carries one setting; the last character of a file may be missing its line
/// break.
///
/// Errors: Parse, "NAME, line 4: REASON", for the first thing that is wrong: no UTF-8, control characters, a
/// line that is neither, a section or a setting that comes twice.
/// @param name  of the file, for messages
[[nodiscard]] Result<ConfigText> parseConfigText(const QByteArray &text, const QString &name);
/// Its settings alone.
[[nodiscard]] Result<QList<ConfigLine>> parseConfigLines(const QByteArray &text, const QString &name);

/// What stands in the file, as a message shows it: in quotes, its beginning, control characters escaped, the
/// user part of an address left out.
[[nodiscard]] QString quotedForMessage(const QString &text);
/// "NAME, line 4".
[[nodiscard]] QString placeText(const QString &name, int line);

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace emberwatch {

/// A member of a document, for people: known to us or not, in the order of the document.
struct DocumentMember
{
    QString name;
    QString value; ///< numbers to the last digit, objects and arrays as they stand there
    bool isText = false; ///< a JSON string, shown without its quotes
    bool operator==(const DocumentMember &) const = default;
};

/// The members of a JSON object, duplicates included, at most 1,000; empty where it is none. Names and values
/// have invisible characters escaped and end in "…" after 512 characters.
[[nodiscard]] QList<DocumentMember> membersOf(QByteArrayView document);

/// `text` with invisible characters escaped, at most `limit` characters and then "…".
[[nodiscard]] QString cellText(QByteArrayView text, qsizetype limit = 512);

} // namespace emberwatch

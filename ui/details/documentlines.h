// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace emberwatch {

/// One line as it is shown.
struct DocumentLine
{
    QString text;
    bool isContinued = false; ///< the next line belongs to it: broken only so that it can be drawn
    bool operator==(const DocumentLine &) const = default;
};

/// What a document looks like in one view.
struct DocumentLines
{
    QList<DocumentLine> lines;
    QString note; ///< what is not shown as it is, in words; empty: everything is
    bool operator==(const DocumentLines &) const = default;
};

/// One member a line, integers exact, invisible characters as \uNNNN. Long documents are cut, which the note
/// says. Not JSON: no lines, and the note says why.
[[nodiscard]] DocumentLines jsonLinesOf(QByteArrayView document);

/// Every byte: text as it is, control, bidirectional and other invisible characters as \x0A or \u{202E}, what
/// is no UTF-8 as \xFF. A line break is shown and then made.
[[nodiscard]] DocumentLines rawLinesOf(QByteArrayView document);

/// Every byte: offset, eight bytes in hexadecimal, and the printable ones among them.
[[nodiscard]] DocumentLines hexLinesOf(QByteArrayView document);

} // namespace emberwatch

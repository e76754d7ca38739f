// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace emberwatch {

/// A cell of a report. Its text is plain text, as it came.
struct ReportCell
{
    /// What a colour may say besides the words.
    enum class Tone : quint8
    {
        Plain,
        Good,
        Doubtful,
        Bad,
        Faint
    };
    QString text;
    Tone tone = Tone::Plain;
    bool operator==(const ReportCell &) const = default;
};

struct ReportColumn
{
    QString title;
    bool isNumber = false; ///< right-aligned
    bool isCode = false; ///< an id: fixed pitch
    bool operator==(const ReportColumn &) const = default;
};

/// A heading, a sentence, a table.
struct ReportSection
{
    QString title;
    QString intro; ///< a sentence above the table; also what there is to say where it has no rows
    QList<ReportColumn> columns;
    QList<QList<ReportCell>> rows; ///< a cell for each column
    bool operator==(const ReportSection &) const = default;
};

/// A figure that sums a report up.
struct ReportFigure
{
    int number = 0;
    QString name; ///< "done"
    ReportCell::Tone tone = ReportCell::Tone::Plain;
    bool operator==(const ReportFigure &) const = default;
};

/// A report for people, whatever it is about and however it is written.
struct ReportDocument
{
    QString title;
    QStringList facts; ///< sentences under the title
    QList<ReportFigure> figures;
    QList<ReportSection> sections;
    bool operator==(const ReportDocument &) const = default;
};

/// A text as a cell shows it: at most 512 characters, control and bidirectional characters escaped.
[[nodiscard]] QString reportCellText(const QString &text);

// Whatever came from outside is shown as the text it is, whatever markup it holds.

/// To hand over, or to paste into a ticket.
[[nodiscard]] QString reportMarkdown(const ReportDocument &document);
/// One file that needs no other and runs nothing; to be read on a screen or printed.
[[nodiscard]] QString reportHtml(const ReportDocument &document);
/// For a terminal.
[[nodiscard]] QString reportText(const ReportDocument &document);

} // namespace emberwatch

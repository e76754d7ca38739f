// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/reportdocument.h"

#include "core/jobs/jobkey.h"
#include "core/triage/recoveryreportmarkdown.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestCell = 512;
/// The last column of a text is as long as it is; the others keep the table together.
constexpr qsizetype widestTextColumn = 40;

QString figuresText(const ReportDocument &document)
{
    QStringList parts;
    for (const ReportFigure &figure : document.figures)
        parts.append(QString::number(figure.number) + u' ' + reportCellText(figure.name));
    return parts.join(u", "_s);
}

QString markdownRow(const QStringList &cells)
{
    return u"| "_s + cells.join(u" | "_s) + u" |\n"_s;
}

QString markdownTable(const ReportSection &section)
{
    if (section.rows.isEmpty())
        return {};
    QStringList titles;
    QStringList rules;
    for (const ReportColumn &column : section.columns) {
        titles.append(markdownEscaped(reportCellText(column.title)));
        rules.append(column.isNumber ? u"---:"_s : u"---"_s);
    }
    QString table = markdownRow(titles) + markdownRow(rules);
    for (const QList<ReportCell> &row : section.rows) {
        QStringList cells;
        for (const ReportCell &cell : row)
            cells.append(markdownEscaped(reportCellText(cell.text)));
        table += markdownRow(cells);
    }
    return table + u'\n';
}

QList<qsizetype> textWidths(const ReportSection &section)
{
    QList<qsizetype> widths;
    for (const ReportColumn &column : section.columns)
        widths.append(reportCellText(column.title).size());
    for (const QList<ReportCell> &row : section.rows) {
        for (qsizetype i = 0; i < row.size() && i < widths.size(); ++i)
            widths[i] = std::max(widths[i], std::min(widestTextColumn, reportCellText(row[i].text).size()));
    }
    return widths;
}

QString textRow(const QStringList &cells, const QList<ReportColumn> &columns, const QList<qsizetype> &widths)
{
    QString row = u"  "_s;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        const bool isLast = i == cells.size() - 1;
        const bool isNumber = i < columns.size() && columns[i].isNumber;
        const qsizetype width = i < widths.size() ? widths[i] : 0;
        row += isNumber ? cells[i].rightJustified(width) : isLast ? cells[i] : cells[i].leftJustified(width);
        row += isLast ? u""_s : u"  "_s;
    }
    return row + u'\n';
}

QString underlined(const QString &title, QChar rule)
{
    const QString shown = reportCellText(title);
    return shown + u'\n' + QString(shown.size(), rule) + u'\n';
}

QString textTable(const ReportSection &section)
{
    if (section.rows.isEmpty())
        return {};
    const QList<qsizetype> widths = textWidths(section);
    QStringList titles;
    for (const ReportColumn &column : section.columns)
        titles.append(reportCellText(column.title).toUpper());
    QString table = textRow(titles, section.columns, widths);
    for (const QList<ReportCell> &row : section.rows) {
        QStringList cells;
        for (const ReportCell &cell : row)
            cells.append(reportCellText(cell.text));
        table += textRow(cells, section.columns, widths);
    }
    return table;
}

} // namespace

QString reportCellText(const QString &text)
{
    if (text.size() <= longestCell)
        return displayText(text.toUtf8());
    qsizetype end = longestCell;
    if (text[end - 1].isHighSurrogate())
        --end;
    return displayText(text.first(end).toUtf8()) + u'…';
}

QString reportMarkdown(const ReportDocument &document)
{
    QString text = u"# "_s + markdownEscaped(reportCellText(document.title)) + u"\n\n"_s;
    for (const QString &fact : document.facts)
        text += u"- "_s + markdownEscaped(reportCellText(fact)) + u'\n';
    if (!document.figures.isEmpty())
        text += u"\n**"_s + markdownEscaped(figuresText(document)) + u"**\n"_s;
    for (const ReportSection &section : document.sections) {
        text += u"\n## "_s + markdownEscaped(reportCellText(section.title)) + u"\n\n"_s;
        if (!section.intro.isEmpty())
            text += markdownEscaped(reportCellText(section.intro)) + u"\n\n"_s;
        text += markdownTable(section);
    }
    return text.trimmed() + u'\n';
}

QString reportText(const ReportDocument &document)
{
    QString text = underlined(document.title, u'=') + u'\n';
    for (const QString &fact : document.facts)
        text += reportCellText(fact) + u'\n';
    if (!document.figures.isEmpty())
        text += u'\n' + figuresText(document) + u'\n';
    for (const ReportSection &section : document.sections) {
        text += u'\n' + underlined(section.title, u'-');
        if (!section.intro.isEmpty())
            text += reportCellText(section.intro) + u'\n';
        text += textTable(section);
    }
    return text;
}

} // namespace emberwatch

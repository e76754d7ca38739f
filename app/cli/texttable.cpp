// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/texttable.h"

#include <QStringList>

#include <algorithm>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int gap = 2;
constexpr int leastNote = 10;

void appendLine(std::string &to, QString line)
{
    while (line.endsWith(u' '))
        line.chop(1);
    const QByteArray bytes = line.toUtf8();
    to.append(bytes.constData(), static_cast<size_t>(bytes.size()));
    to += '\n';
}

} // namespace

TextTable::TextTable(QList<TableColumn> columns, Terminal terminal)
    : m_columns(std::move(columns))
    , m_terminal(terminal)
{
    fitTo({});
}

void TextTable::fitTo(const QList<TableRow> &rows)
{
    QList<int> natural;
    for (const TableColumn &column : m_columns)
        natural.append(columnsOf(column.title));
    for (const TableRow &row : rows) {
        for (qsizetype i = 0; i < row.cells.size(); ++i)
            natural[i] = std::max(natural[i], columnsOf(row.cells[i].text));
    }
    shrinkToTerminal(natural);
}

// A column that goes gives its room to those that stay.
void TextTable::shrinkToTerminal(QList<int> natural)
{
    do {
        m_widths = natural;
        while (totalWidth() > m_terminal.columns && shrinkWidest()) { }
    } while (totalWidth() > m_terminal.columns && dropOne(natural));
}

int TextTable::totalWidth() const
{
    int total = -gap;
    for (const int width : m_widths)
        total += width > 0 ? width + gap : 0;
    return total;
}

bool TextTable::shrinkWidest()
{
    qsizetype widest = -1;
    for (qsizetype i = 0; i < m_widths.size(); ++i) {
        const bool canShrink = m_columns[i].least > 0 && m_widths[i] > m_columns[i].least;
        if (canShrink && (widest < 0 || m_widths[i] > m_widths[widest]))
            widest = i;
    }
    if (widest < 0)
        return false;
    --m_widths[widest];
    return true;
}

bool TextTable::dropOne(QList<int> &widths) const
{
    qsizetype next = -1;
    for (qsizetype i = 0; i < widths.size(); ++i) {
        const int rank = m_columns[i].mayGo;
        if (rank > 0 && widths[i] > 0 && (next < 0 || rank < m_columns[next].mayGo))
            next = i;
    }
    if (next < 0)
        return false;
    widths[next] = 0;
    return true;
}

void TextTable::appendHeader(std::string &to) const
{
    TableRow titles;
    for (const TableColumn &column : m_columns)
        titles.cells.append({column.title, m_terminal.isTerminal ? Style::Bold : Style::Plain});
    appendRow(to, titles);
}

void TextTable::appendRow(std::string &to, const TableRow &row) const
{
    appendLine(to, m_terminal.isTerminal ? aligned(row) : separated(row));
}

QString TextTable::alignedCell(const TableCell &cell, qsizetype column) const
{
    const int width = m_widths[column];
    const int missing = width - columnsOf(cell.text);
    if (m_columns[column].isNumber && missing > 0)
        return QString(missing, u' ') + styled(m_terminal, cell.style, cell.text);
    const QString text = fitted(cell.text, width);
    return styled(m_terminal, cell.style, text.trimmed()) + QString(width - columnsOf(text.trimmed()), u' ');
}

QString TextTable::aligned(const TableRow &row) const
{
    QString line;
    int used = 0;
    for (qsizetype i = 0; i < row.cells.size(); ++i) {
        if (m_widths[i] == 0)
            continue;
        line += alignedCell(row.cells[i], i) + QString(gap, u' ');
        used += m_widths[i] + gap;
    }
    const int room = m_terminal.columns - used;
    if (row.note.text.isEmpty() || room < leastNote)
        return line;
    const QString note = columnsOf(row.note.text) > room ? fitted(row.note.text, room) : row.note.text;
    return line + styled(m_terminal, row.note.style, note);
}

QString TextTable::separated(const TableRow &row) const
{
    QStringList texts;
    for (const TableCell &cell : row.cells)
        texts.append(styled(m_terminal, cell.style, cell.text));
    while (texts.size() < m_columns.size())
        texts.append(QString());
    if (!row.note.text.isEmpty())
        texts.append(row.note.text);
    return texts.join(u'\t');
}

} // namespace emberwatch::cli

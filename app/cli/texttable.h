// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"

#include <QList>
#include <QString>

#include <string>

namespace emberwatch::cli {

struct TableColumn
{
    QString title;
    int least = 0; ///< columns of the terminal; below the width of its texts it is cut in the middle
    int mayGo = 0; ///< 1 is left out first where the terminal is too narrow for all; 0 never
    bool isNumber = false; ///< right-aligned
};

struct TableCell
{
    QString text; ///< escaped, one line
    Style style = Style::Plain;
};

/// A row: one cell for each column; a shorter one is filled up by `note`, which otherwise follows behind the
/// last.
struct TableRow
{
    QList<TableCell> cells;
    TableCell note;
};

/// Rows of text, aligned for a terminal and separated by tabs for everything else.
///
/// The widths come from the first rows and then stay: later rows are printed as they come and cut where they
/// do not fit.
class TextTable
{
public:
    TextTable(QList<TableColumn> columns, Terminal terminal);

    /// @param rows  a sample of what will come
    void fitTo(const QList<TableRow> &rows);
    void appendHeader(std::string &to) const;
    void appendRow(std::string &to, const TableRow &row) const;

private:
    void shrinkToTerminal(QList<int> natural);
    [[nodiscard]] int totalWidth() const;
    [[nodiscard]] bool shrinkWidest();
    [[nodiscard]] bool dropOne(QList<int> &widths) const;
    [[nodiscard]] QString aligned(const TableRow &row) const;
    [[nodiscard]] QString alignedCell(const TableCell &cell, qsizetype column) const;
    [[nodiscard]] QString separated(const TableRow &row) const;

    QList<TableColumn> m_columns;
    Terminal m_terminal;
    QList<int> m_widths; ///< 0: left out
};

} // namespace emberwatch::cli

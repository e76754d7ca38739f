// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobclipboard.h"

#include "ui/jobs/jobtableheader.h"
#include "ui/jobs/jobtablemodel.h"
#include "ui/jobs/selectedslots.h"

#include <algorithm>

namespace emberwatch {

namespace {

QString rowAsText(const JobTableModel &model, const JobTableHeader &columns, int row)
{
    const JobCellContext context = model.cellContext();
    QStringList cells;
    for (int visual = 0; visual < jobColumnCount; ++visual) {
        const int section = columns.logicalIndex(visual);
        if (!columns.isSectionHidden(section))
            cells += jobCellText(static_cast<JobColumn>(section), model.rowAt(row), context);
    }
    return cells.join(u'\t');
}

} // namespace

QString rowsAsText(
    const JobTableModel &model, const JobTableHeader &columns, const SelectedSlots &chosen, qint64 most)
{
    const qint64 end = std::min(most, chosen.count());
    QStringList lines;
    for (int row = 0; row < model.rowCount() && lines.size() < end; ++row) {
        if (chosen.contains(model.slotAt(row)))
            lines += rowAsText(model, columns, row);
    }
    return lines.join(u'\n');
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/columnsmenu.h"

#include "ui/jobs/jobcolumns.h"
#include "ui/jobs/jobtableheader.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

ColumnsMenu::ColumnsMenu(JobTableHeader *header, QWidget *parent)
    : QMenu(parent)
    , m_header(header)
{
    setObjectName(u"columnsMenu"_s);
    connect(this, &QMenu::aboutToShow, this, &ColumnsMenu::fill);
}

void ColumnsMenu::fill()
{
    clear();
    const int shown = m_header->count() - m_header->hiddenSectionCount();
    for (int section = 0; section < m_header->count(); ++section) {
        const auto column = static_cast<JobColumn>(section);
        QAction *action = addAction(titleOf(column));
        action->setObjectName(u"column_"_s + nameOf(column));
        action->setCheckable(true);
        action->setChecked(!m_header->isSectionHidden(section));
        // A table without any column has nothing to be brought back by.
        action->setEnabled(shown > 1 || !action->isChecked());
        connect(action, &QAction::toggled, m_header,
            [this, section](bool isShown) { m_header->setSectionHidden(section, !isShown); });
    }
    addSeparator();
    addAction(tr("Reset columns"), m_header, &JobTableHeader::resetColumns);
}

} // namespace emberwatch

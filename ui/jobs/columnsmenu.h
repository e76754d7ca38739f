// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace emberwatch {

class JobTableHeader;

/// Which columns the table shows.
class ColumnsMenu : public QMenu
{
    Q_OBJECT
public:
    /// @param header  outlives it
    explicit ColumnsMenu(JobTableHeader *header, QWidget *parent = nullptr);

private:
    void fill();

    JobTableHeader *m_header;
};

} // namespace emberwatch

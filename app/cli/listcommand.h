// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/joblook.h"
#include "app/cli/serverlink.h"
#include "app/cli/texttable.h"
#include "core/filter/expression.h"
#include "core/jobs/joblisting.h"

#include <optional>
#include <vector>

namespace emberwatch::cli {

/// emberwatch list: the jobs that are there now, as they are read.
class ListCommand : public Command
{
    Q_OBJECT
public:
    ListCommand(Settings settings, filter::Expression filter, bool hasHeader);
    void start() override;

private:
    void list();
    void takePage(const std::vector<ListedJob> &page);
    void print(const JobLook &look);
    void printHeader(const QList<TableRow> &sample);
    void passOn();
    void complete();
    void breakOff(const Error &why);
    void summarise();

    filter::Expression m_filter;
    bool m_hasHeader;
    ServerLink m_link;
    std::optional<JobListing> m_listing;
    JobParser m_parser;
    TextTable m_table;
    QList<TableRow> m_sample; ///< rows that wait until the widths are known
    bool m_isFitted = false;
    qint64 m_shown = 0;
    qint64 m_unreadable = 0; ///< of all that were read
};

} // namespace emberwatch::cli

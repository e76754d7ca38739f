// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "core/operations/journal.h"

#include <optional>

namespace emberwatch::cli {

/// What of the journal is wanted.
struct JournalQuery
{
    JournalSelection selection; ///< its limit: entries in all
    std::optional<OperationId> op; ///< only the entries of this operation
};

/// emberwatch journal: what was done, by whom and why, the newest first.
class JournalCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    JournalCommand(Settings settings, JournalQuery query);
    void start() override;

private:
    void readPage();
    void takePage(const Result<QList<JournalLine>> &page);
    void conclude();

    JournalQuery m_query;
    Journal m_journal;
    QList<JournalLine> m_lines;
    bool m_hasMore = false;
    QObject m_answers;
};

} // namespace emberwatch::cli

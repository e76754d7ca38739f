// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "core/operations/journal.h"
#include "core/records/recordstore.h"

#include <memory>
#include <optional>

namespace emberwatch::cli {

/// What of the journal is wanted.
struct JournalQuery
{
    JournalSelection selection; ///< its limit: entries in all
    std::optional<OperationId> op; ///< only the entries of this operation
    /// --from records: the audit table of these; nullopt: our journal.
    std::optional<RecordsAddress> records;
    SchemaMapping mapping;
};

/// emberwatch journal: what was done, by whom and why, the newest first: by our journal, or by the audit
/// table that all consoles share.
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
    void readRecords();
    void takeRows(const Result<QList<AuditRow>> &rows);
    void takePage(const Result<QList<JournalLine>> &page);
    void conclude();

    JournalQuery m_query;
    Journal m_journal;
    std::unique_ptr<RecordStore> m_records;
    QList<JournalLine> m_lines;
    bool m_hasMore = false;
    QObject m_answers;
};

} // namespace emberwatch::cli

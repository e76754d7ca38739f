// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "core/records/recordstore.h"

namespace emberwatch::cli {

/// emberwatch records init|check: sets the records' tables up, or holds the database against what is needed.
class RecordsCommand : public Command
{
    Q_OBJECT
public:
    enum class Task
    {
        Init,
        Check
    };
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    RecordsCommand(Settings settings, const RecordsAddress &address, const SchemaMapping &mapping, Task task);
    void start() override;

private:
    void takeCheck(const Result<RecordsCheck> &check);
    void print(const RecordsCheck &check);
    void printJson(const RecordsCheck &check);

    RecordStore m_records;
    Task m_task;
    QObject m_answers;
};

} // namespace emberwatch::cli

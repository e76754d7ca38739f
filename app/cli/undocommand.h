// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "app/cli/workbench.h"
#include "core/operations/undo.h"

namespace emberwatch::cli {

/// emberwatch undo: takes back what journal entries did, one after the other.
class UndoCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    UndoCommand(Settings settings, const WorkbenchOptions &options, QList<EntryId> entries,
        const Agreement &agreement);
    void start() override;

private:
    void next();
    void take(const Result<UndoOutcome> &outcome);
    void refuse(const Error &why);
    void print(EntryId entry, const UndoOutcome &outcome);

    Workbench m_bench;
    Undo m_undo;
    QList<EntryId> m_entries; ///< that are still to be undone
    UndoBatch m_batch;
    ExitCode m_code = ExitCode::Fine;
    QObject m_answers;
};

} // namespace emberwatch::cli

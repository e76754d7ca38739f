// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "core/operations/journal.h"
#include "core/triage/recoveryreport.h"

namespace emberwatch::cli {

/// emberwatch recover --last: the report of the last recovery of this Redis again, whoever carried it out.
class LastReportCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    /// @param file  written too; empty: none
    LastReportCommand(Settings settings, QString file);
    void start() override;

private:
    void take(const Result<std::optional<RecoveryReport>> &kept);
    void show(const RecoveryReport &report);

    QString m_file;
    Journal m_journal;
    QObject m_answers;
};

} // namespace emberwatch::cli

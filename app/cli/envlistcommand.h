// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "core/config/environmentconfig.h"
#include "core/operations/guardrails.h"
#include "core/operations/journal.h"

#include <memory>

namespace emberwatch::cli {

/// emberwatch env list: the environments of the file, and which may be written to.
class EnvListCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    EnvListCommand(Settings settings, QList<EnvironmentConfig> environments);
    void start() override;

private:
    void askNext();
    void take(const Result<std::optional<WritePermit>> &permit);
    void print();
    void printTable();

    QList<EnvironmentConfig> m_environments;
    QList<std::optional<WritePermit>> m_permits; ///< of the first ones, as far as they were asked for
    std::unique_ptr<Journal> m_journal; ///< nullptr: there is none, so nothing was raised
    std::unique_ptr<GuardRails> m_guard; ///< of the one that is asked for
    QObject m_answers;
};

} // namespace emberwatch::cli

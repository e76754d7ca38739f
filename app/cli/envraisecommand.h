// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "core/operations/guardrails.h"
#include "core/operations/journal.h"

namespace emberwatch::cli {

/// emberwatch env raise, env lower: allows writing in production for a while, and ends it.
class EnvRaiseCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    /// @param length  nullopt: lower
    EnvRaiseCommand(Settings settings, GuardedEnvironment environment,
        std::optional<std::chrono::milliseconds> length, QString reason);
    void start() override;

private:
    void takeRaised(const Result<WritePermit> &permit);
    void takeLowered(const Result<bool> &wasRaised);
    void print(const std::optional<WritePermit> &permit, const QString &text);
    void giveUp(const Error &why);

    Journal m_journal;
    GuardRails m_guard;
    std::optional<std::chrono::milliseconds> m_length;
    QString m_reason;
    QObject m_answers;
};

} // namespace emberwatch::cli

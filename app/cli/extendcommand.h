// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/agreedcommand.h"
#include "core/operations/jobactions/jobextend.h"

#include <chrono>

namespace emberwatch::cli {

struct ExtendCommandOptions
{
    AgreedOptions agreed;
    PromptId id;
    std::chrono::milliseconds time{0};
};

/// emberwatch extend: lets the key of one job live longer.
class ExtendCommand : public AgreedCommand
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    ExtendCommand(Settings settings, const ExtendCommandOptions &options);
    void start() override;

private:
    void showPlan() override { }
    void carryOut() override;
    void take(const Result<ExtendedJob> &job);

    PromptId m_id;
    std::chrono::milliseconds m_time;
    QObject m_answers;
};

} // namespace emberwatch::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/trackingcommand.h"

namespace emberwatch::cli {

/// emberwatch track: takes up the tracking of one job and follows it to its end.
class TrackCommand : public TrackingCommand
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    TrackCommand(Settings settings, const WorkbenchOptions &options, PromptId id);
    void start() override;

private:
    void begin(const Result<void> &permitted);
    void takeJob(const Result<JobReading> &reading);
    void track(const JobReading &reading);
    void takeAnswer(const Result<TrackingTaken> &taken);
    void jobEnded(const JobEnd &end) override;

    PromptId m_id;
    QObject m_answers;
};

} // namespace emberwatch::cli

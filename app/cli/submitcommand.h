// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/trackingcommand.h"

namespace emberwatch::cli {

/// emberwatch submit: runs one workflow.
class SubmitCommand : public TrackingCommand
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    SubmitCommand(Settings settings, const WorkbenchOptions &options, JobRequest request, bool waits);
    void start() override;

private:
    void takeAnswer(const Result<SubmittedJob> &answer);
    void print(const SubmittedJob &job);
    void jobEnded(const JobEnd &end) override;

    JobRequest m_request;
    bool m_waits;
    std::optional<PromptId> m_id; ///< once it is queued
    std::optional<JobEnd> m_end; ///< told before the answer to the submission was
    QObject m_answers;
};

/// 0 for a job that was completed, 1 for every other end.
[[nodiscard]] ExitCode exitCodeFor(const JobEnd &end);

} // namespace emberwatch::cli

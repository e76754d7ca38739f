// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/trackingcommand.h"
#include "core/operations/jobactions/jobresubmit.h"

namespace emberwatch::cli {

struct ResubmitCommandOptions
{
    WorkbenchOptions bench;
    ResubmitWish wish;
    Agreement agreement;
    std::chrono::milliseconds grace{0}; ///< between the two times that a server is asked
    bool isDryRun = false;
    bool waits = false; ///< follows it to its end
};

/// emberwatch resubmit: runs the workflow of a lost or failed job again.
class ResubmitCommand : public TrackingCommand
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    ResubmitCommand(Settings settings, ResubmitCommandOptions options);
    void start() override;
    void stop(ExitCode code) override;

private:
    void takeProposal(const Result<ResubmitProposal> &proposal);
    void takeJob(const Result<ResubmittedJob> &job);
    void refuse(const Error &why);
    void print(QByteArrayView outcome, const ResubmittedJob &job);
    void jobEnded(const JobEnd &end) override;

    ResubmitCommandOptions m_options;
    JobResubmit m_resubmit;
    StopRequestPtr m_stop = std::make_shared<StopRequest>();
    std::optional<PromptId> m_newId; ///< once it is queued
    std::optional<JobEnd> m_end; ///< told before the answer to the submission was
    QObject m_answers;
};

} // namespace emberwatch::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/agreedcommand.h"
#include "core/operations/jobactions/jobcancel.h"

namespace emberwatch::cli {

struct CancelCommandOptions
{
    AgreedOptions agreed;
    QList<PromptId> ids;
    bool mayHitNextJob = false;
};

/// emberwatch cancel: stops jobs on their servers.
class CancelCommand : public AgreedCommand
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    CancelCommand(Settings settings, const CancelCommandOptions &options);
    void start() override;

private:
    void takeCandidates(const Result<QList<CancelCandidate>> &candidates);
    void showPlan() override;
    void carryOut() override;
    void takeEnds(const Result<QList<CancelledJob>> &ends);
    void print(const PromptId &id, const QString &server, QByteArrayView outcome, const QString &text);

    QList<PromptId> m_ids;
    JobCancel m_cancel;
    QList<CancelCandidate> m_candidates;
    QObject m_answers;
};

} // namespace emberwatch::cli

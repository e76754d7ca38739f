// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/agreedcommand.h"
#include "core/operations/undo.h"

namespace emberwatch::cli {

struct UndoCommandOptions
{
    AgreedOptions agreed;
    UndoSelection selection;
};

/// emberwatch undo: takes back what entries of the journal did, the newest first.
class UndoCommand : public AgreedCommand
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    UndoCommand(Settings settings, const UndoCommandOptions &options);
    void start() override;

private:
    /// What is printed of one entry.
    struct Row
    {
        EntryId entry = EntryId(0);
        OperationId op;
        PromptId promptId;
        QByteArrayView outcome;
        QString text;
        std::optional<Timestamp> until;
    };
    void takeCandidates(const Result<QList<UndoCandidate>> &candidates);
    void showPlan() override;
    void carryOut() override;
    void takeEnds(const Result<QList<UndoneEntry>> &ends);
    void print(const Row &row);

    UndoSelection m_selection;
    Undo m_undo;
    QList<UndoCandidate> m_candidates;
    QObject m_answers;
};

} // namespace emberwatch::cli

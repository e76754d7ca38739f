// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triageboard.h"

#include <QSet>

#include <algorithm>
#include <vector>

namespace emberwatch {

namespace {

using Silences = std::vector<std::chrono::milliseconds>;

/// By place in the plan; less than nothing where it is not known.
Silences silencesOf(const TriageBoard &board)
{
    Silences silences;
    silences.reserve(static_cast<size_t>(board.proposal.plan.actions.size()));
    for (const PlannedAction &action : board.proposal.plan.actions) {
        const JudgedJob *job = board.judged(action.promptId);
        silences.push_back(job ? job->evidence.redis.silence.value_or(std::chrono::milliseconds(-1))
                               : Silences::value_type(-1));
    }
    return silences;
}

void finish(TriageBoard::Pile &pile, const TriageBoard &board, const Silences &silences)
{
    std::stable_sort(pile.jobs.begin(), pile.jobs.end(), [&silences](qsizetype a, qsizetype b) {
        return silences[static_cast<size_t>(a)] > silences[static_cast<size_t>(b)];
    });
    QSet<QString> users;
    for (const qsizetype place : std::as_const(pile.jobs)) {
        const PlannedAction &action = board.proposal.plan.actions[place];
        if (!action.userId.isEmpty())
            users.insert(action.userId);
        pile.changes += action.canBeTicked() ? 1 : 0;
    }
    pile.users = static_cast<int>(users.size());
}

} // namespace

qsizetype TriageBoard::attention() const
{
    qsizetype jobs = 0;
    for (int kind = 0; kind < triageKindCount; ++kind) {
        if (groupOf(static_cast<TriageKind>(kind)) != TriageGroup::NothingToDo)
            jobs += piles[static_cast<size_t>(kind)].jobs.size();
    }
    return jobs;
}

const JudgedJob *TriageBoard::judged(const PromptId &id) const
{
    const auto found = proposal.judged.constFind(id);
    return found == proposal.judged.constEnd() ? nullptr : &*found;
}

TriageBoard triageBoardOf(RecoveryProposal proposal)
{
    TriageBoard board;
    board.proposal = std::move(proposal);
    const QList<PlannedAction> &actions = board.proposal.plan.actions;
    for (qsizetype place = 0; place < actions.size(); ++place)
        board.piles[static_cast<size_t>(kindOf(actions[place]))].jobs.append(place);
    const Silences silences = silencesOf(board);
    for (TriageBoard::Pile &pile : board.piles)
        finish(pile, board, silences);
    return board;
}

} // namespace emberwatch

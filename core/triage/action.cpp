// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/action.h"

#include <array>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Action action;
    QByteArrayView word;
    QStringView title;
    bool isChange;
};

constexpr std::array words{
    Words{Action::None, "none", u"nothing to do", false},
    Words{Action::Wait, "wait", u"wait", false},
    Words{Action::Watch, "watch", u"watch", false},
    Words{Action::ByHand, "by-hand", u"a person decides", false},
    Words{Action::SkipTooOld, "skip-too-old", u"skip, too old", false},
    Words{Action::Resume, "resume", u"resume tracking", true},
    Words{Action::RecreateState, "recreate-state", u"re-create the state and resume", true},
    Words{Action::SettleCompleted, "settle-completed", u"settle as completed", true},
    Words{Action::SettleFailed, "settle-failed", u"settle as failed", true},
    Words{Action::SettleCancelled, "settle-cancelled", u"settle as cancelled", true},
    Words{Action::TakeRedisEnd, "take-redis-end", u"take the end from Redis into the record", true},
    Words{Action::Clean, "clean", u"delete the state", true},
    Words{Action::CancelOnServer, "cancel-on-server", u"cancel on the server", true},
};

struct StepWords
{
    Step step;
    QByteArrayView word;
    QStringView title;
};

/// In the order of Step.
constexpr std::array stepWords{
    StepWords{Step::SaveOutputs, "save-outputs", u"save the list of outputs"},
    StepWords{Step::ClaimState, "claim-state", u"claim the state in Redis"},
    StepWords{Step::WriteRecord, "write-record", u"write the record"},
    StepWords{Step::CreateState, "create-state", u"create the state in Redis"},
    StepWords{Step::TakeTracking, "take-tracking", u"take up tracking"},
    StepWords{Step::CancelOnServer, "cancel-on-server", u"cancel this id on its server"},
    StepWords{Step::VerifyCancelled, "verify-cancelled", u"verify that it is gone"},
    StepWords{Step::CleanState, "clean-state", u"delete the state from Redis"},
};

const Words &entryOf(Action action)
{
    for (const Words &entry : words) {
        if (entry.action == action)
            return entry;
    }
    return words.front();
}

} // namespace

QByteArrayView wordOf(Action action)
{
    return entryOf(action).word;
}

std::optional<Action> actionFromWord(QByteArrayView word)
{
    for (const Words &entry : words) {
        if (entry.word == word)
            return entry.action;
    }
    return std::nullopt;
}

QString titleOf(Action action)
{
    return entryOf(action).title.toString();
}

bool isChange(Action action)
{
    return entryOf(action).isChange;
}

QByteArrayView wordOf(Step step)
{
    return stepWords[static_cast<size_t>(step)].word;
}

std::optional<Step> stepFromWord(QByteArrayView word)
{
    for (const StepWords &entry : stepWords) {
        if (entry.word == word)
            return entry.step;
    }
    return std::nullopt;
}

QString titleOf(Step step)
{
    return stepWords[static_cast<size_t>(step)].title.toString();
}

} // namespace emberwatch

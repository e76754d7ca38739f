// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/outcomelook.h"

#include "core/triage/recoveryreporttext.h"

#include <QCoreApplication>

namespace emberwatch {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Recovery)
};

} // namespace

OutcomeLook lookOf(std::optional<RecoveryOutcome> outcome)
{
    if (!outcome)
        //: a job whose outcome is not told yet
        return {Words::tr("to go"), Icon::Queued, &Colors::third};
    const QString word = titleOf(*outcome);
    switch (*outcome) {
    case RecoveryOutcome::Resumed:
        return {word, Icon::Processing, &Colors::processing};
    case RecoveryOutcome::SettledCompleted:
        return {word, Icon::Completed, &Colors::completed};
    case RecoveryOutcome::SettledFailed:
        return {word, Icon::Unlink, &Colors::warning};
    case RecoveryOutcome::Failed:
        return {word, Icon::Failed, &Colors::failed};
    case RecoveryOutcome::Unverifiable:
        return {word, Icon::Question, &Colors::third};
    case RecoveryOutcome::Cleaned:
        return {word, Icon::Trash, &Colors::completed};
    case RecoveryOutcome::Cancelled:
        //: a job, on its server
        return {Words::tr("cancelled"), Icon::Close, &Colors::warning};
    case RecoveryOutcome::LeftAlone:
    case RecoveryOutcome::Skipped:
    case RecoveryOutcome::Nothing:
        break;
    }
    return {word, Icon::Minus, &Colors::third};
}

const QList<RecoveryOutcome> &outcomesInOrder()
{
    static const QList<RecoveryOutcome> order{RecoveryOutcome::Resumed, RecoveryOutcome::SettledCompleted,
        RecoveryOutcome::SettledFailed, RecoveryOutcome::Cleaned, RecoveryOutcome::Cancelled,
        RecoveryOutcome::Failed, RecoveryOutcome::LeftAlone, RecoveryOutcome::Unverifiable,
        RecoveryOutcome::Skipped, RecoveryOutcome::Nothing};
    return order;
}

} // namespace emberwatch

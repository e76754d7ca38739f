// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journalwords.h"

#include "core/jobs/jobkey.h"
#include "core/triage/action.h"

#include <QCoreApplication>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

QString plainWord(const QString &word)
{
    return displayText(QString(word).replace(u'-', u' ').toUtf8());
}

} // namespace

JournalOutcomeLook lookOf(const std::optional<JournalOutcome> &outcome)
{
    if (!outcome)
        //: an action of which it is not known what came of it: its program ended, or is at it
        return {Words::tr("not finished"), Icon::Hourglass, &Colors::warning};
    const QString word = plainWord(outcome->word);
    if (outcome->word == "done"_L1 || outcome->word == "already-done"_L1)
        return {word, Icon::Completed, &Colors::completed};
    if (outcome->word == "changed"_L1)
        return {word, Icon::Clock, &Colors::warning};
    if (outcome->word == "failed"_L1)
        return {word, Icon::Failed, &Colors::failed};
    if (outcome->word == "unknown"_L1)
        return {word, Icon::Question, &Colors::warning};
    return {word, Icon::Minus, &Colors::third};
}

JournalOutcomeLook lookOf(const UndoOutcome &outcome)
{
    switch (outcome.kind) {
    case UndoOutcome::Kind::Done:
        return {Words::tr("undone"), Icon::Completed, &Colors::completed};
    case UndoOutcome::Kind::PartlyDone:
        return {Words::tr("partly undone"), Icon::Clock, &Colors::warning};
    case UndoOutcome::Kind::NothingToUndo:
        return {Words::tr("nothing to undo"), Icon::Minus, &Colors::third};
    case UndoOutcome::Kind::Changed:
        return {Words::tr("changed since"), Icon::Clock, &Colors::warning};
    case UndoOutcome::Kind::Gone:
        return {Words::tr("gone"), Icon::Minus, &Colors::warning};
    case UndoOutcome::Kind::Expired:
        return {Words::tr("expired meanwhile"), Icon::Hourglass, &Colors::warning};
    case UndoOutcome::Kind::NotBegun:
        return {Words::tr("not begun"), Icon::Minus, &Colors::third};
    case UndoOutcome::Kind::Unknown:
        return {Words::tr("not known"), Icon::Question, &Colors::warning};
    case UndoOutcome::Kind::Failed:
        break;
    }
    return {Words::tr("not undone"), Icon::Failed, &Colors::failed};
}

QString actionTitle(const QString &action)
{
    if (const auto known = actionFromWord(action.toLatin1()))
        return titleOf(*known);
    if (action == "delete"_L1)
        return titleOf(Action::Clean);
    return plainWord(action);
}

QString actorText(const Actor &actor)
{
    const QString name = displayText(actor.operatorName.toUtf8());
    return actor.host.isEmpty() ? name : name + u'@' + displayText(actor.host.toUtf8());
}

QString verdictTitle(const QString &verdict)
{
    return plainWord(verdict);
}

} // namespace emberwatch

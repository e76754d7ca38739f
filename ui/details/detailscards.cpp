// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/detailscards.h"

#include "core/base/timetext.h"
#include "ui/details/jobfacts.h"
#include "ui/details/messagecard.h"
#include "ui/theme/themesource.h"
#include "ui/words/errortext.h"

#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString removalTitle(const JobRemoval &removal, Timestamp now)
{
    const QString at = momentText(removal.at, now);
    switch (removal.cause) {
    case RemovalCause::Deleted:
        return DetailsCards::tr("Deleted at %1").arg(at);
    case RemovalCause::Expired:
        return DetailsCards::tr("Expired at %1").arg(at);
    case RemovalCause::Evicted:
        return DetailsCards::tr("Evicted at %1").arg(at);
    case RemovalCause::Flushed:
        break;
    }
    return DetailsCards::tr("Flushed at %1").arg(at);
}

bool isQuiet(const DetailsCards::State &state)
{
    return state.removed || state.staleSince;
}

} // namespace

DetailsCards::DetailsCards(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_gone = addCard(themes, u"goneCard"_s);
    m_stale = addCard(themes, u"staleCard"_s);
    m_doubt = addCard(themes, u"doubtCard"_s);
    m_read = addCard(themes, u"readCard"_s);
}

MessageCard *DetailsCards::addCard(const ThemeSource *themes, const QString &name)
{
    auto *card = new MessageCard(themes, this);
    card->setObjectName(name);
    card->hide();
    layout()->addWidget(card);
    return card;
}

void DetailsCards::say(const State &state, Timestamp now)
{
    sayGone(state, now);
    sayStale(state, now);
    if (state.job.unreadable != Unreadable::No)
        sayUnreadable(state);
    else
        sayDoubts(state);
    sayReadTrouble(state);
    const bool saysSomething
        = !m_gone->isHidden() || !m_stale->isHidden() || !m_doubt->isHidden() || !m_read->isHidden();
    setVisible(saysSomething);
}

void DetailsCards::sayGone(const State &state, Timestamp now)
{
    if (!state.removed) {
        m_gone->hide();
        return;
    }
    m_gone->say({Icon::Trash, &Colors::second, &Colors::raised, removalTitle(*state.removed, now),
        tr("What you see is the last that was known of this job.")});
}

void DetailsCards::sayStale(const State &state, Timestamp now)
{
    if (!state.staleSince || state.removed) {
        m_stale->hide();
        return;
    }
    const QString title = tr("Last seen %1, %2 ago")
                              .arg(momentText(*state.staleSince, now), durationText(now - *state.staleSince));
    m_stale->say({Icon::Stale, &Colors::second, &Colors::raised, title,
        tr("It is looked at again as soon as Redis answers.")});
}

void DetailsCards::sayUnreadable(const State &state)
{
    const QString reason = state.job.reason.isEmpty() ? reasonText(state.job.unreadable) : state.job.reason;
    m_doubt->say({Icon::Unreadable, isQuiet(state) ? &Colors::second : &Colors::conflict,
        isQuiet(state) ? &Colors::raised : &Colors::conflictTint, tr("Not readable as a job"),
        tr("The value is %1. Emberwatch leaves it alone.").arg(reason)});
}

void DetailsCards::sayDoubts(const State &state)
{
    const QString doubts = doubtSentences(state.job.doubts);
    if (doubts.isEmpty()) {
        m_doubt->hide();
        return;
    }
    m_doubt->say({Icon::Warning, isQuiet(state) ? &Colors::second : &Colors::warning,
        isQuiet(state) ? &Colors::raised : &Colors::warningTint, tr("Doubtful"), doubts});
}

void DetailsCards::sayReadTrouble(const State &state)
{
    if (!state.readError || isQuiet(state)) {
        m_read->hide();
        return;
    }
    m_read->say({Icon::Warning, &Colors::warning, &Colors::warningTint, tr("The document could not be read"),
        errorClause(*state.readError, tr("Redis")) + u'.'});
}

} // namespace emberwatch

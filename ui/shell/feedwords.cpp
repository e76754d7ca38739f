// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/feedwords.h"

#include "ui/words/durationtext.h"
#include "ui/words/errortext.h"
#include "ui/words/numbertext.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace emberwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(FeedWords)
};

QString rungText(FeedRung rung)
{
    switch (rung) {
    case FeedRung::Notifications:
        return Words::tr("keyspace notifications");
    case FeedRung::Tracking:
        return Words::tr("client tracking");
    case FeedRung::Polling:
        break;
    }
    return Words::tr("polling");
}

bool hasData(const FeedHealth &health)
{
    return health.lastData > Timestamp();
}

QString lastDataText(const FeedView &view)
{
    return Words::tr("%1, %2 ago")
        .arg(clockText(view.health.lastData, view.zone), durationText(view.now - view.health.lastData));
}

enum class Phrase
{
    Sentence,
    AfterReconnecting
};

/// "Attempt 7 in 3 s", "Attempt 7 is under way".
QString attemptText(const FeedView &view, Phrase phrase)
{
    const FeedHealth &health = view.health;
    const bool isSentence = phrase == Phrase::Sentence;
    if (health.error && needsPerson(*health.error))
        return Words::tr("Not tried again by itself");
    const QString attempt = QString::number(std::max(1, health.attempt));
    if (!health.nextAttempt || *health.nextAttempt <= view.now) {
        return isSentence ? Words::tr("Attempt %1 is under way").arg(attempt)
                          : Words::tr("Reconnecting · attempt %1 is under way").arg(attempt);
    }
    // Rounded up: "in 0 s" would say that it happens now.
    const QString wait
        = durationText(std::chrono::ceil<std::chrono::seconds>(*health.nextAttempt - view.now));
    return isSentence ? Words::tr("Attempt %1 in %2").arg(attempt, wait)
                      : Words::tr("Reconnecting · attempt %1 in %2").arg(attempt, wait);
}

/// Where it is, without the database: a sentence about the connection.
QString serverName(const FeedHealth &health)
{
    const QString address = serverAddress(health);
    const qsizetype database = address.lastIndexOf(u'/');
    const bool isNumber = database > 0 && address.mid(database + 1).toInt() >= 0 && address.contains(u':');
    return isNumber ? address.left(database) : address;
}

FeedStateWords pausedWords(const FeedView &view)
{
    const QString at = clockText(*view.pausedAt, view.zone);
    if (view.health.state == FeedState::Live)
        return {Words::tr("Paused at %1 · feed still live").arg(at), Icon::Pause, &Colors::text};
    return {Words::tr("Paused at %1 · connection lost").arg(at), Icon::Stale, &Colors::warning};
}

QString roleText(const QString &role)
{
    if (role == "master"_L1 || role == "primary"_L1)
        return Words::tr("primary");
    if (role == "slave"_L1 || role == "replica"_L1)
        return Words::tr("replica");
    return role;
}

} // namespace

FeedStateWords feedStateWords(const FeedView &view)
{
    const FeedHealth &health = view.health;
    if (view.pausedAt)
        return pausedWords(view);
    switch (health.state) {
    case FeedState::Live:
        return {Words::tr("Live · %1").arg(rungText(health.rung)), Icon::Live, &Colors::completed};
    case FeedState::Stale:
        if (hasData(health))
            return {Words::tr("Stale · last data %1").arg(lastDataText(view)), Icon::Stale, &Colors::warning};
        return {Words::tr("Not connected"), Icon::Stale, &Colors::warning};
    case FeedState::Connecting:
        break;
    }
    if (health.isLoading)
        return {Words::tr("Loading"), Icon::Connecting, &Colors::second};
    if (health.error)
        return {Words::tr("Not connected"), Icon::Stale, &Colors::warning};
    return {Words::tr("Connecting"), Icon::Connecting, &Colors::second};
}

QString updatedWords(const FeedView &view)
{
    if (view.health.state != FeedState::Live || !hasData(view.health))
        return {};
    return Words::tr("Updated %1 ago").arg(fineDurationText(view.now - view.health.lastData));
}

QString activityWords(const FeedView &view)
{
    const FeedHealth &health = view.health;
    if (health.isLoading && health.expected > 0)
        return Words::tr("Loading %1 of about %2")
            .arg(numberText(health.loaded), numberText(health.expected));
    if (health.isLoading)
        return Words::tr("Loading %1").arg(numberText(health.loaded));
    if (health.state != FeedState::Live)
        return health.error || health.attempt > 0 ? attemptText(view, Phrase::AfterReconnecting) : QString();
    if (health.lastFullScan == Timestamp())
        return {};
    const QString age = durationText(view.now - health.lastFullScan);
    if (health.drift == 0)
        return Words::tr("Full scan %1 ago, no drift").arg(age);
    return Words::tr("Full scan %1 ago, drift of %n job(s)", nullptr, health.drift).arg(age);
}

QString loadWords(const FeedView &view)
{
    const FeedHealth &health = view.health;
    if (health.state != FeedState::Live && !health.isLoading) {
        if (!hasData(health))
            return {};
        return Words::tr("Blind since %1").arg(clockText(view.health.lastData, view.zone));
    }
    return Words::tr("Our load %1 commands/s, %2 ms")
        .arg(numberText(std::llround(view.commandsPerSecond)), QLocale().toString(view.roundTripMs, 'f', 1));
}

QString serverAddress(const FeedHealth &health)
{
    const qsizetype scheme = health.server.indexOf("://"_L1);
    return scheme < 0 ? health.server : health.server.mid(scheme + 3);
}

QString serverWords(const FeedHealth &health)
{
    const QString address = serverAddress(health);
    if (health.product.isEmpty())
        return address;
    const QString role = roleText(health.role);
    const QString product
        = health.product % u' ' % health.version % (role.isEmpty() ? QString() : u' ' + role);
    return product % u" · "_s % address;
}

QString rungWords(const FeedHealth &health)
{
    if (health.state != FeedState::Live)
        return {};
    if (!health.rungReason.isEmpty())
        return Words::tr("Changes come by %1: %2").arg(rungText(health.rung), health.rungReason);
    if (health.rung != FeedRung::Polling && !health.isRungProven)
        return Words::tr("Changes come by %1. None has come yet since connecting.")
            .arg(rungText(health.rung));
    return Words::tr("Changes come by %1.").arg(rungText(health.rung));
}

QString staleTitle(const FeedView &view)
{
    if (!hasData(view.health))
        return Words::tr("No connection to Redis. Nothing has been seen yet.");
    return Words::tr("Connection to Redis lost. You are looking at %1.").arg(lastDataText(view));
}

QString staleDetail(const FeedView &view)
{
    const FeedHealth &health = view.health;
    QStringList sentences;
    if (health.error)
        sentences << errorClause(*health.error, serverName(health)) + u'.';
    sentences << attemptText(view, Phrase::Sentence) + u'.';
    if (health.error && !errorAdvice(*health.error).isEmpty())
        sentences << errorAdvice(*health.error);
    return sentences.join(u' ');
}

} // namespace emberwatch

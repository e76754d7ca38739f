// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/writepermit.h"

#include "core/triage/durationwords.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

const QString raiseAction = u"raise"_s;
const QString lowerAction = u"lower"_s;

/// What the evidence of a raise holds.
struct Raise
{
    milliseconds length{0};
    QByteArray bootId;
    milliseconds bootTime{0};
    QString reason;
};

QByteArray evidenceOf(const Raise &raise)
{
    return QJsonDocument(QJsonObject{
                             {u"length"_s, qint64(raise.length.count())},
                             {u"bootId"_s, QString::fromLatin1(raise.bootId)},
                             {u"bootTime"_s, qint64(raise.bootTime.count())},
                             {u"reason"_s, raise.reason},
                         })
        .toJson(QJsonDocument::Compact);
}

std::optional<Raise> completeRaise(const JournalLine &line)
{
    const bool isWritten = line.outcome && line.outcome->word == "done"_L1;
    if (line.entry.action != raiseAction || !isWritten)
        return std::nullopt;
    const QJsonObject evidence = QJsonDocument::fromJson(line.entry.evidence).object();
    return Raise{milliseconds(evidence.value("length"_L1).toInteger()),
        evidence.value("bootId"_L1).toString().toLatin1(),
        milliseconds(evidence.value("bootTime"_L1).toInteger()), evidence.value("reason"_L1).toString()};
}

JournalEntry entryOf(const QString &environment, const Actor &actor, Timestamp now)
{
    JournalEntry entry;
    entry.op = randomOperationId();
    entry.batch = randomBatchId();
    entry.at = now;
    entry.actor = actor;
    entry.environment = environment;
    entry.evidence = "{}";
    return entry;
}

} // namespace

JournalEntry raiseEntry(
    const QString &environment, const RaiseWish &wish, Timestamp now, const BootClock &boot)
{
    JournalEntry entry = entryOf(environment, wish.actor, now);
    entry.action = raiseAction;
    entry.sentence = u"Writing is allowed for %1: %2"_s.arg(durationInWords(wish.length), wish.reason);
    entry.evidence = evidenceOf({wish.length, boot.id, boot.now(), wish.reason});
    return entry;
}

JournalEntry lowerEntry(const QString &environment, const Actor &actor, Timestamp now)
{
    JournalEntry entry = entryOf(environment, actor, now);
    entry.action = lowerAction;
    entry.sentence = u"Writing is not allowed any more."_s;
    return entry;
}

std::optional<WritePermit> permitFrom(const JournalLine &line, Timestamp now, const BootClock &boot)
{
    const std::optional<Raise> raise = completeRaise(line);
    if (!raise || raise->bootId != boot.id)
        return std::nullopt;
    const milliseconds byWall = now - line.entry.at;
    const milliseconds byBoot = boot.now() - raise->bootTime;
    if (std::min(byWall, byBoot) < milliseconds(0) || std::max(byWall, byBoot) >= raise->length)
        return std::nullopt;
    const milliseconds left = raise->length - std::max(byWall, byBoot);
    return WritePermit{now + left, line.entry.at, line.entry.actor, raise->reason};
}

std::optional<Timestamp> plannedEndOf(const JournalLine &line)
{
    const std::optional<Raise> raise = completeRaise(line);
    return raise ? std::optional(line.entry.at + raise->length) : std::nullopt;
}

} // namespace emberwatch

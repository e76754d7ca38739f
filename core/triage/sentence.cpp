// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/sentence.h"

#include "core/jobs/jobkey.h"
#include "core/triage/durationwords.h"

#include <QStringList>
#include <QUrl>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int defaultPort = 8188;
constexpr qsizetype quotedAtMost = 160;

/// A text of another program inside ours.
QString quoted(const QString &text)
{
    const QString shown = displayText(text.left(quotedAtMost + 1).toUtf8());
    return shown.size() > quotedAtMost ? shown.left(quotedAtMost) + u'…' : shown;
}

QString inBrackets(const QString &text)
{
    return text.isEmpty() ? QString() : u" ("_s + quoted(text) + u')';
}

QString wordText(QByteArrayView word)
{
    return QString::fromLatin1(word);
}

QString corruptText(const RedisEvidence &redis)
{
    QStringList reasons;
    for (const CorruptReason reason : {CorruptReason::NotReadable, CorruptReason::IdDiffers,
             CorruptReason::NoTtl, CorruptReason::StartedInFuture, CorruptReason::StartedAtUnusable}) {
        const QString words = wordText(wordsOf(reason));
        if ((redis.corruptReasons & static_cast<quint8>(reason)) != 0 && !redis.trouble.contains(words))
            reasons += words;
    }
    if (!redis.trouble.isEmpty())
        reasons += quoted(redis.trouble);
    const QString why = reasons.isEmpty() ? QString() : u" ("_s + reasons.join(u"; ") + u')';
    return u"the value in Redis is corrupt"_s + why;
}

QString redisPart(const RedisEvidence &redis)
{
    switch (redis.reading) {
    case RedisReading::Absent:
        return u"Redis has no key"_s;
    case RedisReading::Corrupt:
        return corruptText(redis);
    case RedisReading::Unknown:
        return u"Redis gave no answer"_s + inBrackets(redis.trouble);
    default:
        return u"Redis says "_s + wordText(wordOf(redis.reading));
    }
}

QString recordPart(const RecordEvidence &record)
{
    switch (record.reading) {
    case RecordReading::Absent:
        return record.isStatedAbsent ? QString() : u"the database has no record"_s;
    case RecordReading::SeveralRows:
        return u"the database has %1 records of it"_s.arg(record.rows);
    case RecordReading::Unknown:
        return u"the database gave no answer"_s + inBrackets(record.trouble);
    default:
        return u"the database says "_s + wordText(wordOf(record.reading));
    }
}

QString bothPart(const Evidence &evidence)
{
    const bool isSaid = isOpen(evidence.redis.reading) || isTerminal(evidence.redis.reading);
    if (isSaid && wordOf(evidence.redis.reading) == wordOf(evidence.record.reading))
        return u"Redis and the database say "_s + wordText(wordOf(evidence.redis.reading));
    const QString record = recordPart(evidence.record);
    return redisPart(evidence.redis) + (record.isEmpty() ? QString() : u", "_s + record);
}

/// The pass that the witness goes by.
const ComfyPass *decidingPass(const ComfyEvidence &comfy, ComfyReading reading)
{
    const auto matches
        = [reading](const std::optional<ComfyPass> &pass) { return pass && pass->reading == reading; };
    if (matches(comfy.second))
        return &*comfy.second;
    if (matches(comfy.first))
        return &*comfy.first;
    return comfy.second ? &*comfy.second : comfy.first ? &*comfy.first : nullptr;
}

QString absenceWords(AbsenceReason reason)
{
    switch (reason) {
    case AbsenceReason::Restarted:
        return u"has restarted since and forgotten it"_s;
    case AbsenceReason::Evicted:
        return u"no longer has it in its history"_s;
    case AbsenceReason::NeverSeen:
        return u"has never heard of it"_s;
    case AbsenceReason::Unexplained:
        break;
    }
    return u"does not know it"_s;
}

QString absentText(const ComfyEvidence &comfy, const QString &server)
{
    const bool isAnsweredTwice = comfy.first && comfy.second;
    const QString times = isAnsweredTwice ? u"twice"_s : u"once"_s;
    const ComfyPass *pass = decidingPass(comfy, ComfyReading::Absent);
    if (pass != nullptr && pass->serversAsked > 1)
        return u"all %1 servers answered %2 and none knows it"_s.arg(
            QString::number(pass->serversAsked), times);
    return server + u" answered "_s + times + u" and "_s + absenceWords(comfy.absence);
}

QString unknownText(const ComfyEvidence &comfy, const QString &server)
{
    const ComfyPass *pass = decidingPass(comfy, ComfyReading::Unknown);
    if (pass == nullptr)
        return u"ComfyUI was not asked"_s;
    if (pass->serversAsked > 1)
        return u"%1 of %2 servers answered"_s.arg(
                   QString::number(pass->serversAnswered), QString::number(pass->serversAsked))
            + inBrackets(pass->trouble);
    return server + u" gave no answer"_s + inBrackets(pass->trouble);
}

QString outputsText(const ComfyEvidence &comfy)
{
    if (!comfy.outputs)
        return {};
    return comfy.outputCount == 1 ? u" with 1 output"_s : u" with %1 outputs"_s.arg(comfy.outputCount);
}

QString comfyPart(const ComfyEvidence &comfy, ComfyReading reading)
{
    const QString server = serverName(comfy.serverUrl);
    const ComfyPass *pass = decidingPass(comfy, reading);
    switch (reading) {
    case ComfyReading::Pending:
        return server + u" has it waiting"_s
            + (pass != nullptr && pass->queuePosition ? u" at place %1"_s.arg(*pass->queuePosition)
                                                      : QString());
    case ComfyReading::Running:
        return server + u" is running it"_s
            + (pass != nullptr && pass->progress ? u" at %1 %"_s.arg(static_cast<int>(*pass->progress))
                                                 : QString());
    case ComfyReading::DoneOk:
        return server + u" finished it"_s + outputsText(comfy);
    case ComfyReading::DoneError:
        return server + u" ended it with an error"_s + inBrackets(comfy.errorText);
    case ComfyReading::Interrupted:
        return server + u" says that it was interrupted"_s;
    case ComfyReading::Absent:
        return absentText(comfy, server);
    case ComfyReading::Unknown:
        break;
    }
    return unknownText(comfy, server);
}

QString measured(const QString &what, std::chrono::milliseconds value, const Limit &limit)
{
    return what + durationInWords(value) + u" (limit "_s + durationInWords(limit.value) + u')';
}

QString silenceText(const Evidence &evidence, const Limit &limit)
{
    if (evidence.redis.reading == RedisReading::Absent)
        return {};
    if (!evidence.redis.silence)
        return u"how long it has been silent cannot be judged"_s;
    return measured(u"silent for "_s, *evidence.redis.silence, limit);
}

std::chrono::milliseconds stillnessOf(const ComfyEvidence &comfy)
{
    const std::chrono::milliseconds gap
        = comfy.first && comfy.second ? comfy.second->at - comfy.first->at : std::chrono::milliseconds(0);
    return std::max(gap, comfy.stillFor.value_or(gap));
}

QString settlingText(const Evidence &evidence, const Judgement &judgement, const TypePolicy &limits)
{
    const std::chrono::milliseconds grace = limits.grace.value;
    for (const auto &age : {evidence.redis.age, evidence.record.age}) {
        if (age && *age < grace)
            return u"only %1 old (grace %2)"_s.arg(durationInWords(*age), durationInWords(grace));
    }
    if (judgement.comfy.reading == ComfyReading::Absent && !evidence.redis.hasChanged
        && !evidence.record.hasChanged)
        return u"absent takes two answers %1 apart"_s.arg(durationInWords(grace));
    return u"its readings changed between two passes"_s;
}

QString redisEndText(const Evidence &evidence)
{
    const bool isProven = evidence.redis.reading != RedisReading::Completed;
    return isProven ? u"the database has not heard of the end"_s
                    : u"the database has not heard of the end, the result is unproven"_s;
}

/// What makes it this verdict and not another.
QString tail(const Evidence &evidence, const Judgement &judgement, const TypePolicy &limits)
{
    switch (judgement.row) {
    case TableRow::Settling:
        return settlingText(evidence, judgement, limits);
    case TableRow::CorruptState:
        return judgement.beside ? u"the other sources alone say "_s + wordText(wordOf(*judgement.beside))
                                : QString();
    case TableRow::EndedButLive:
        return u"nobody will collect it"_s;
    case TableRow::NobodysButLive:
        return judgement.verdict == Verdict::Zombie ? u"only our journal has ever known it"_s
                                                    : u"nothing of ours has ever known it"_s;
    case TableRow::LiveNotMoving:
        return measured(u"nothing has moved for "_s, stillnessOf(evidence.comfy), limits.stallLimit);
    case TableRow::LiveOpen:
        return judgement.flags.isQuiet ? silenceText(evidence, limits.quietLimit) : QString();
    case TableRow::ResultWhileOpen:
        return u"the user does not have the result"_s;
    case TableRow::ResultWhileFailed:
        return evidence.record.isFailedByUs ? u"that failed was written by Emberwatch"_s
                                            : u"the user was told that it failed"_s;
    case TableRow::ResultAfterCancel:
        return u"the result came after the cancel"_s;
    case TableRow::ErrorWhileCompleted:
    case TableRow::EndsDiffer:
        return u"the two ends contradict each other"_s;
    case TableRow::ErrorWhileOpen:
        return u"the database has not heard of the end"_s;
    case TableRow::StateBehindRecord:
        return judgement.comfy.reading == ComfyReading::Absent ? silenceText(evidence, limits.silenceLimit)
                                                               : u"Redis has not heard of the end"_s;
    case TableRow::StateBehindServer:
        return u"Redis has not heard of the end"_s;
    case TableRow::AbsentBothOpen:
    case TableRow::AbsentUntracked:
        return silenceText(evidence, limits.silenceLimit);
    case TableRow::RecordBehindState:
        return redisEndText(evidence);
    case TableRow::OnlyRecordOpen:
        return u"only the database still believes in it"_s;
    case TableRow::FailedForCancelled:
        return u"Redis has no word for cancelled"_s;
    case TableRow::EndedTwice:
        return u"the key expires by itself"_s;
    case TableRow::NoAnswer:
    case TableRow::SeveralRecords:
    case TableRow::OpenUnknown:
    case TableRow::NothingOpen:
        return {};
    }
    return {};
}

} // namespace

QString serverName(const QString &serverUrl)
{
    if (serverUrl.isEmpty())
        return u"ComfyUI"_s;
    const QUrl url(serverUrl, QUrl::StrictMode);
    if (url.host().isEmpty())
        return quoted(serverUrl);
    const QString host = quoted(url.host());
    return url.port(defaultPort) == defaultPort ? host : host + u':' + QString::number(url.port());
}

QString sentenceOf(const Evidence &evidence, const Judgement &judgement, const Policy &policy)
{
    QString text = bothPart(evidence) + u"; "_s + comfyPart(evidence.comfy, judgement.comfy.reading);
    const QString last = tail(evidence, judgement, policy.of(evidence.type));
    if (!last.isEmpty())
        text += u"; "_s + last;
    text[0] = text.at(0).toUpper();
    return text + u'.';
}

} // namespace emberwatch

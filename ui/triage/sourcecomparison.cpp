// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/sourcecomparison.h"

#include "core/base/timetext.h"
#include "core/jobs/jobdocument.h"
#include "core/jobs/jobkey.h"
#include "core/triage/durationwords.h"
#include "core/triage/sentence.h"
#include "ui/triage/readinglook.h"
#include "ui/words/showntext.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Triage)
};

ComparedValue said(const QString &text)
{
    return {text, true, false, false};
}

ComparedValue code(const QString &text)
{
    return {shownText(text), true, false, true};
}

ComparedValue unsaid(const QString &text = u"—"_s)
{
    return {text, false, false, false};
}

/// What a reading claims, as far as another can contradict it.
enum class Claim
{
    Nothing, ///< it says nothing, or nothing that stands against anybody
    Absent, ///< it would know an open job, and knows none
    Open,
    Done,
    Failed,
};

Claim claimOf(RedisReading reading)
{
    if (reading == RedisReading::Absent)
        return Claim::Absent;
    if (isOpen(reading))
        return Claim::Open;
    return reading == RedisReading::Completed ? Claim::Done
        : reading == RedisReading::Failed     ? Claim::Failed
                                              : Claim::Nothing;
}

/// Without a record a job may be untracked by design.
Claim claimOf(RecordReading reading)
{
    if (isOpen(reading))
        return Claim::Open;
    if (!isTerminal(reading))
        return Claim::Nothing;
    return reading == RecordReading::Completed ? Claim::Done : Claim::Failed;
}

Claim claimOf(ComfyReading reading)
{
    if (reading == ComfyReading::Absent)
        return Claim::Absent;
    if (isLive(reading))
        return Claim::Open;
    if (!isTerminal(reading))
        return Claim::Nothing;
    return reading == ComfyReading::DoneOk ? Claim::Done : Claim::Failed;
}

bool contradict(Claim a, Claim b)
{
    if (a == b || a == Claim::Nothing || b == Claim::Nothing)
        return false;
    // What has ended is forgotten by and by.
    const bool isOneAbsent = a == Claim::Absent || b == Claim::Absent;
    return !isOneAbsent || a == Claim::Open || b == Claim::Open;
}

void markStatus(std::array<SourceReading, 3> &sources, const std::array<Claim, 3> &claims)
{
    for (size_t i = 0; i < sources.size(); ++i) {
        const bool differs = std::ranges::any_of(
            claims, [claim = claims[i]](Claim other) { return contradict(claim, other); });
        sources[i].lines[static_cast<size_t>(ComparedLine::Status)].differs = differs;
    }
}

/// Of those that say something, whether they say the same.
void markUnequal(std::array<SourceReading, 3> &sources, ComparedLine line)
{
    QStringList texts;
    for (const SourceReading &source : sources) {
        if (source.line(line).isSaid)
            texts.append(source.line(line).text);
    }
    texts.removeDuplicates();
    for (SourceReading &source : sources) {
        ComparedValue &value = source.lines[static_cast<size_t>(line)];
        value.differs = value.isSaid && texts.size() > 1;
    }
}

QString percent(double progress)
{
    return Words::tr("%1 %").arg(static_cast<int>(progress));
}

QString joined(QStringList parts)
{
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

ComparedValue lastWrite(const RedisEvidence &redis)
{
    if (redis.silence)
        return said(Words::tr("%1 · %2 silent")
                        .arg(momentText(redis.at - *redis.silence, redis.at), durationText(*redis.silence)));
    return redis.reading == RedisReading::Absent || redis.reading == RedisReading::Unknown
        ? unsaid()
        : unsaid(Words::tr("cannot be judged"));
}

QString redisFoot(const RedisEvidence &redis)
{
    QString what = shownText(redis.request);
    if (redis.reading == RedisReading::Absent)
        what += u" → "_s + Words::tr("no key");
    else if (redis.expiresAt)
        what += u" · "_s + Words::tr("expires %1").arg(momentText(*redis.expiresAt, redis.at));
    const QString changed = redis.hasChanged ? Words::tr("another reading in the first look") : QString();
    const QString weak
        = redis.isActionable || redis.reading == RedisReading::Unknown || redis.request.isEmpty()
        ? QString()
        : Words::tr("looked at, not actionable");
    return joined({what, changed, weak, shownText(redis.trouble)});
}

SourceReading redisSource(const JudgedJob &job)
{
    const RedisEvidence &redis = job.evidence.redis;
    SourceReading source;
    source.source = EvidenceSource::Redis;
    source.title = Words::tr("Redis");
    source.at = redis.at;
    source.foot = redisFoot(redis);
    const bool isReadable = isOpen(redis.reading) || isTerminal(redis.reading);
    ComparedValue &status = source.lines[static_cast<size_t>(ComparedLine::Status)];
    status = said(redis.reading == RedisReading::Absent ? Words::tr("absent") : lookOf(redis).text);
    if (isReadable && redis.status)
        status = said(QString::fromLatin1(wordOf(*redis.status)));
    JobParser parser;
    const JobFields fields = redis.hasValue ? parser.parse(redis.value) : JobFields();
    const bool isParsed = redis.hasValue && fields.unreadable == Unreadable::No;
    const auto text = [isParsed](QByteArrayView bytes) {
        return !isParsed || bytes.isEmpty() ? unsaid() : said(displayText(bytes));
    };
    source.lines[static_cast<size_t>(ComparedLine::Progress)]
        = redis.progress ? said(percent(*redis.progress)) : unsaid();
    source.lines[static_cast<size_t>(ComparedLine::User)] = text(fields.userId);
    ComparedValue server = text(fields.serverUrl);
    server.isCode = server.isSaid;
    source.lines[static_cast<size_t>(ComparedLine::Server)] = server;
    source.lines[static_cast<size_t>(ComparedLine::Outputs)] = unsaid();
    source.lines[static_cast<size_t>(ComparedLine::Changed)] = lastWrite(redis);
    return source;
}

QString recordFoot(const RecordEvidence &record)
{
    const QString rows = record.row ? Words::tr("row %1").arg(shownText(record.row->id))
        : record.reading == RecordReading::Absent && !record.isStatedAbsent ? Words::tr("no row for this id")
        : record.rows > 1 ? Words::tr("%n row(s) for this id", nullptr, record.rows)
                          : QString();
    const QString stated
        = record.isStatedAbsent ? Words::tr("it is stated that there is no database") : QString();
    const QString ours = record.isFailedByUs ? Words::tr("this failed was written by Emberwatch") : QString();
    const QString changed = record.hasChanged ? Words::tr("another reading in the first look") : QString();
    return joined({shownText(record.request), rows, stated, ours, changed, shownText(record.trouble)});
}

SourceReading recordSource(const JudgedJob &job)
{
    const RecordEvidence &record = job.evidence.record;
    SourceReading source;
    source.source = EvidenceSource::Database;
    source.title = Words::tr("Database");
    source.at = record.at;
    source.foot = recordFoot(record);
    source.lines.fill(unsaid());
    const bool isKnown = isOpen(record.reading) || isTerminal(record.reading);
    source.lines[static_cast<size_t>(ComparedLine::Status)]
        = said(isKnown && record.row ? shownText(record.row->status) : lookOf(record).text);
    if (!record.userId.isEmpty())
        source.lines[static_cast<size_t>(ComparedLine::User)] = said(shownText(record.userId));
    if (isKnown)
        source.lines[static_cast<size_t>(ComparedLine::Outputs)] = said(
            record.hasOutputs ? Words::tr("recorded", "a job's outputs") : Words::tr("none", "outputs"));
    const QString changed = record.updatedAt ? momentText(*record.updatedAt, record.at) : QString();
    const QString error = record.error.isEmpty() ? QString() : u"“"_s + shownText(record.error) + u"”"_s;
    if (const QString text = joined({changed, error}); !text.isEmpty())
        source.lines[static_cast<size_t>(ComparedLine::Changed)] = said(text);
    return source;
}

/// Of the lists of files that nodes have put out, the first one's name.
QString firstFileName(const QJsonValue &outputs)
{
    if (outputs.isObject() && outputs.toObject().contains("filename"_L1))
        return outputs.toObject().value("filename"_L1).toString();
    QList<QJsonValue> inner;
    for (const auto &value : outputs.toArray())
        inner.append(value);
    for (const auto &value : outputs.toObject())
        inner.append(value);
    for (const auto &value : std::as_const(inner)) {
        if (const QString name = firstFileName(value); !name.isEmpty())
            return name;
    }
    return {};
}

/// "1 output: ember_00417_.png".
ComparedValue outputsOf(const ComfyEvidence &comfy, ComfyReading reading)
{
    if (reading != ComfyReading::DoneOk || !comfy.outputs)
        return unsaid();
    const QString name = firstFileName(QJsonDocument::fromJson(*comfy.outputs).object());
    const QString count = Words::tr("%n output(s)", nullptr, comfy.outputCount);
    return said(name.isEmpty() ? count : count + u": "_s + shownText(name));
}

/// "13:52:58 UTC · took 5 m 18 s".
QString ending(const ComfyEvidence &comfy)
{
    if (!comfy.endedAt)
        return {};
    const QString at = momentText(*comfy.endedAt, comfy.first ? comfy.first->at : *comfy.endedAt);
    const bool isTaken = comfy.startedAt && *comfy.startedAt <= *comfy.endedAt;
    return isTaken ? joined({at, Words::tr("took %1").arg(durationText(*comfy.endedAt - *comfy.startedAt))})
                   : at;
}

ComparedValue movement(const ComfyEvidence &comfy, ComfyReading reading)
{
    if (isTerminal(reading)) {
        const QString error
            = comfy.errorText.isEmpty() ? QString() : u"“"_s + shownText(comfy.errorText) + u"”"_s;
        const QString text = joined({ending(comfy), error});
        return text.isEmpty() ? unsaid() : said(text);
    }
    if (!isLive(reading) || !comfy.second)
        return unsaid();
    if (comfy.hasMoved)
        return said(Words::tr("moved between the two passes"));
    return comfy.stillFor ? said(Words::tr("nothing has moved for %1").arg(durationInWords(*comfy.stillFor)))
                          : unsaid();
}

QString comfyFoot(const ComfyEvidence &comfy)
{
    const ComfyPass *pass = comfy.second ? &*comfy.second : comfy.first ? &*comfy.first : nullptr;
    if (!pass)
        return Words::tr("no server was asked");
    const QString asked = pass->serversAsked > 1
        ? Words::tr("%1 of %2 servers answered").arg(pass->serversAnswered).arg(pass->serversAsked)
        : QString();
    const QString when = comfy.first && comfy.second && comfy.first->at != comfy.second->at
        ? Words::tr("passes at %1 and %2")
              .arg(momentText(comfy.first->at, pass->at), momentText(comfy.second->at, pass->at))
        : Words::tr("one pass");
    return joined({shownText(pass->request), asked, when, shownText(pass->trouble)});
}

SourceReading comfySource(const JudgedJob &job)
{
    const ComfyEvidence &comfy = job.evidence.comfy;
    const ComfyReading reading = job.judgement.comfy.reading;
    const ComfyPass *pass = tellingPass(comfy, job.judgement.comfy);
    SourceReading source;
    source.source = EvidenceSource::ComfyUi;
    source.title = comfy.serverUrl.isEmpty()
        ? Words::tr("ComfyUI")
        : Words::tr("ComfyUI on %1", "a server").arg(serverName(comfy.serverUrl));
    source.at = pass ? pass->at : Timestamp();
    source.foot = comfyFoot(comfy);
    source.lines.fill(unsaid());
    source.lines[static_cast<size_t>(ComparedLine::Status)]
        = said(reading == ComfyReading::DoneOk ? Words::tr("done, no errors")
                                               : lookOf(comfy, job.judgement.comfy).text);
    if (reading == ComfyReading::DoneOk)
        source.lines[static_cast<size_t>(ComparedLine::Progress)] = said(percent(100));
    else if (pass && pass->progress)
        source.lines[static_cast<size_t>(ComparedLine::Progress)] = said(percent(*pass->progress));
    source.lines[static_cast<size_t>(ComparedLine::User)] = unsaid(Words::tr("not known to ComfyUI"));
    if (!comfy.serverUrl.isEmpty())
        source.lines[static_cast<size_t>(ComparedLine::Server)] = code(comfy.serverUrl);
    source.lines[static_cast<size_t>(ComparedLine::Outputs)] = outputsOf(comfy, reading);
    source.lines[static_cast<size_t>(ComparedLine::Changed)] = movement(comfy, reading);
    return source;
}

bool isSaidOf(const SourceReading &source, ComparedLine line)
{
    return source.line(line).isSaid;
}

/// A slash at the end makes no other server.
bool isSameServer(const QString &one, const QString &other)
{
    const auto canonical = [](const QString &url) {
        return QUrl(url).adjusted(QUrl::StripTrailingSlash | QUrl::NormalizePathSegments).toString();
    };
    return canonical(one) == canonical(other);
}

} // namespace

QString titleOf(ComparedLine line)
{
    switch (line) {
    case ComparedLine::Status:
        return Words::tr("Status");
    case ComparedLine::Progress:
        return Words::tr("Progress");
    case ComparedLine::User:
        return Words::tr("User");
    case ComparedLine::Server:
        return Words::tr("Server");
    case ComparedLine::Outputs:
        return Words::tr("Outputs");
    case ComparedLine::Changed:
        break;
    }
    return Words::tr("Changed");
}

std::array<SourceReading, 3> comparedSources(const JudgedJob &job)
{
    std::array<SourceReading, 3> sources{redisSource(job), recordSource(job), comfySource(job)};
    markStatus(sources,
        {claimOf(job.evidence.redis.reading), claimOf(job.evidence.record.reading),
            claimOf(job.judgement.comfy.reading)});
    markUnequal(sources, ComparedLine::User);
    // A result that nobody has written down: not where it is still to be collected from a running job.
    const bool isUnrecorded = job.judgement.comfy.reading == ComfyReading::DoneOk
        && isSaidOf(sources[1], ComparedLine::Outputs) && !job.evidence.record.hasOutputs;
    for (const size_t i : {1U, 2U})
        sources[i].lines[static_cast<size_t>(ComparedLine::Outputs)].differs
            = isUnrecorded && isSaidOf(sources[i], ComparedLine::Outputs);
    const QString &redisServer = sources[0].line(ComparedLine::Server).text;
    const QString &comfyServer = sources[2].line(ComparedLine::Server).text;
    if (!isSameServer(redisServer, comfyServer))
        markUnequal(sources, ComparedLine::Server);
    return sources;
}

} // namespace emberwatch

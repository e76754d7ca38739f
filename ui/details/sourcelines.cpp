// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/sourcelines.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/triage/sentence.h"

#include <QCoreApplication>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using comfyui::JobEvidence;
using comfyui::Presence;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(JobSources)
};

QString agoText(Timestamp at, Timestamp now)
{
    return Words::tr("%1 ago").arg(durationText(now - at));
}

bool isOpen(const JobDetails &job)
{
    return job.status == JobStatus::Queued || job.status == JobStatus::Processing;
}

SourceLine redisLine(const JobDetails &job, std::chrono::milliseconds fullTtl, Timestamp serverNow)
{
    SourceLine line;
    line.icon = Icon::Redis;
    line.name = Words::tr("Redis");
    line.value = job.status ? QString::fromLatin1(wordOf(*job.status)) : Words::tr("not readable");
    if (job.progress)
        line.value += u", %1 %"_s.arg(static_cast<int>(*job.progress));
    if (job.expiresAt && *job.expiresAt - fullTtl <= serverNow) {
        line.at = *job.expiresAt - fullTtl;
        line.age = agoText(*line.at, serverNow);
        line.explanation = Words::tr("Last written %1").arg(exactMomentText(*line.at));
    }
    return line;
}

QString withoutAnswer(RecordSighting::State state)
{
    switch (state) {
    case RecordSighting::State::NotSaid:
        return Words::tr("no database is configured");
    case RecordSighting::State::NoDatabase:
        return Words::tr("there is none");
    case RecordSighting::State::Asking:
    case RecordSighting::State::Answered:
        break;
    }
    return Words::tr("asking");
}

QString answerText(const RecordAnswer &answer)
{
    if (!answer.trouble.isEmpty())
        return Words::tr("no answer");
    if (answer.rows.isEmpty())
        return Words::tr("no record");
    if (answer.rows.size() > 1)
        return Words::tr("%n record(s)", nullptr, static_cast<int>(answer.rows.size()));
    const JobRecord &record = answer.rows.first();
    return record.status ? QString::fromLatin1(wordOf(*record.status))
                         : displayText(record.statusWord.toUtf8());
}

QString explanationOf(const RecordAnswer &answer)
{
    QStringList lines{exactMomentText(answer.at)};
    if (!answer.trouble.isEmpty())
        lines.append(displayText(answer.trouble.toUtf8()));
    for (const JobRecord &record : answer.rows) {
        lines.append(
            Words::tr("Record %1: %2")
                .arg(displayText(record.id.value().toUtf8()), displayText(record.statusWord.toUtf8())));
        if (record.error && !record.error->isEmpty())
            lines.append(displayText(record.error->toUtf8()));
    }
    return lines.join(u'\n');
}

/// Whether a record and its job cannot both be right, or one of them is late.
bool isDeviating(const JobDetails &job, const RecordAnswer &answer)
{
    if (answer.rows.size() > 1)
        return true;
    if (answer.rows.isEmpty() || !job.status || !answer.rows.first().status)
        return false;
    const RecordStatus record = *answer.rows.first().status;
    if (isOpen(job) || isOpen(record))
        return isOpen(job) != isOpen(record);
    // Redis has no word for cancelled.
    return (*job.status == JobStatus::Completed) != (record == RecordStatus::Completed);
}

SourceLine databaseLine(const JobDetails &job, const RecordSighting &sighting, Timestamp now)
{
    SourceLine line;
    line.icon = Icon::Database;
    line.name = Words::tr("Database");
    line.color = &Colors::third;
    if (!sighting.answer) {
        line.value = withoutAnswer(sighting.state);
        return line;
    }
    const RecordAnswer &answer = *sighting.answer;
    line.value = answerText(answer);
    line.at = answer.at;
    line.age = agoText(answer.at, now);
    line.explanation = explanationOf(answer);
    line.isDeviating = isDeviating(job, answer);
    if (line.isDeviating)
        line.color = &Colors::conflict;
    else if (!answer.trouble.isEmpty())
        line.color = &Colors::warning;
    else if (!answer.rows.isEmpty())
        line.color = &Colors::text;
    return line;
}

QString answerText(const JobEvidence &evidence)
{
    switch (evidence.presence) {
    case Presence::Pending:
        return evidence.placeInQueue ? Words::tr("waiting at place %1").arg(*evidence.placeInQueue)
                                     : Words::tr("waiting");
    case Presence::Running:
        return Words::tr("running");
    case Presence::DoneOk:
        return Words::tr("finished, %n output(s)", nullptr, static_cast<int>(evidence.outputs.size()));
    case Presence::DoneError:
        return Words::tr("ended with an error");
    case Presence::Interrupted:
        return Words::tr("interrupted");
    case Presence::Absent:
        return Words::tr("absent, asked once");
    case Presence::Unknown:
        break;
    }
    return Words::tr("no answer");
}

QString withoutEvidence(ComfySighting::State state)
{
    switch (state) {
    case ComfySighting::State::NoServer:
        return Words::tr("the job names no server");
    case ComfySighting::State::NoAddress:
        return Words::tr("what the job names is no address");
    case ComfySighting::State::NotAllowed:
        return Words::tr("not contacted: not allowed");
    case ComfySighting::State::Asking:
    case ComfySighting::State::Answered:
        break;
    }
    return Words::tr("asking");
}

QString explanationOf(const JobEvidence &evidence)
{
    QStringList lines{exactMomentText(evidence.at)};
    for (const QString &text : {evidence.request, evidence.detail, evidence.errorText}) {
        if (!text.isEmpty())
            lines.append(displayText(text.toUtf8()));
    }
    return lines.join(u'\n');
}

/// Whether what ComfyUI says cannot be true of a job that is as Redis says.
bool isDeviating(const JobDetails &job, Presence presence)
{
    if (!job.status || presence == Presence::Unknown)
        return false;
    const bool isLive = presence == Presence::Pending || presence == Presence::Running;
    if (isOpen(job))
        return !isLive;
    return isLive || (job.status == JobStatus::Completed && presence == Presence::DoneError)
        || (job.status == JobStatus::Failed && presence == Presence::DoneOk);
}

SourceLine comfyLine(const JobDetails &job, const ComfySighting &comfy, Timestamp now)
{
    SourceLine line;
    line.icon = Icon::Server;
    line.name = serverName(comfy.serverUrl);
    if (!comfy.evidence) {
        line.value = withoutEvidence(comfy.state);
        line.color = &Colors::third;
        return line;
    }
    const JobEvidence &evidence = *comfy.evidence;
    line.value = answerText(evidence);
    line.at = evidence.at;
    line.age = agoText(evidence.at, now);
    line.explanation = explanationOf(evidence);
    line.isDeviating = isDeviating(job, evidence.presence);
    if (line.isDeviating)
        line.color = evidence.presence == Presence::Absent ? &Colors::failed : &Colors::conflict;
    else if (evidence.presence == Presence::Unknown)
        line.color = &Colors::warning;
    return line;
}

} // namespace

QList<SourceLine> sourceLinesOf(const JobDetails &job, const RecordSighting &record,
    const ComfySighting &comfy, std::chrono::milliseconds fullTtl, Timestamp serverNow, Timestamp now)
{
    return {redisLine(job, fullTtl, serverNow), databaseLine(job, record, now), comfyLine(job, comfy, now)};
}

} // namespace emberwatch

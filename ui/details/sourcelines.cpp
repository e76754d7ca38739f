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

SourceLine databaseLine()
{
    SourceLine line;
    line.icon = Icon::Database;
    line.name = Words::tr("Database");
    line.value = Words::tr("no database is configured");
    line.color = &Colors::third;
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

QList<SourceLine> sourceLinesOf(const JobDetails &job, const ComfySighting &comfy,
    std::chrono::milliseconds fullTtl, Timestamp serverNow, Timestamp now)
{
    return {redisLine(job, fullTtl, serverNow), databaseLine(), comfyLine(job, comfy, now)};
}

} // namespace emberwatch

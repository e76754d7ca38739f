// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/comfyui/outputfile.h"
#include "core/jobs/jobstate.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

namespace emberwatch {

/// Where a runner hears of a job's course.
enum class TrackedBy : quint8
{
    Nothing, ///< not yet, or its server is away
    Polling,
    Stream, ///< and polling, slowly
};

/// A job that a runner follows, at one moment.
struct RunnerJob
{
    PromptId promptId;
    QString type;
    QString userId; ///< often empty
    QString serverUrl;
    JobStatus status = JobStatus::Queued;
    std::optional<double> progress; ///< percent; nullopt: how far it is nobody knows
    QByteArray node; ///< of the workflow, the one that runs; empty: not known
    std::optional<int> placeInQueue; ///< 1: next
    TrackedBy trackedBy = TrackedBy::Nothing;
    bool isOurs = false; ///< we hold its lease: its state in Redis is ours to write
    QString text; ///< what there is to say about it, a sentence without full stop; mostly empty
    bool operator==(const RunnerJob &) const = default;
};

/// How the tracking of a job ended.
struct JobEnd
{
    enum class Outcome : quint8
    {
        Completed,
        Failed,
        Interrupted,
        Lost, ///< its server has twice never heard of it
        LeftAlone, ///< its state is left as it is: another holds its lease, has settled it, or see the text
    };
    PromptId promptId;
    Outcome outcome = Outcome::Completed;
    QString text; ///< why; of a failure what the server said
    QList<comfyui::OutputFile> outputs;
    bool operator==(const JobEnd &) const = default;
};

/// "completed", "failed", "interrupted", "lost", "left-alone".
[[nodiscard]] QByteArrayView wordOf(JobEnd::Outcome outcome);

/// What keeps a runner from writing states to Redis.
struct RunnerTrouble
{
    bool isRedisAway = false;
    int spooled = 0; ///< jobs whose newest state waits on the disk
    QString text; ///< for people; empty: no trouble
    bool operator==(const RunnerTrouble &) const = default;
};

/// For metrics. The first four are numbers now, the others counts since the start.
struct RunnerCounts
{
    int queued = 0;
    int processing = 0;
    int byStream = 0;
    int spooled = 0;
    qint64 submitted = 0;
    qint64 taken = 0;
    qint64 writes = 0; ///< compare-and-sets that stood
    qint64 merges = 0; ///< of those, into what somebody else wrote meanwhile
    qint64 completed = 0;
    qint64 failed = 0;
    qint64 interrupted = 0;
    qint64 lost = 0;
    qint64 leftAlone = 0;
    bool operator==(const RunnerCounts &) const = default;
};

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::RunnerJob)
Q_DECLARE_METATYPE(emberwatch::JobEnd)
Q_DECLARE_METATYPE(emberwatch::RunnerTrouble)

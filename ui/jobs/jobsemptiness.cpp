// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobsemptiness.h"

#include "core/jobs/jobkey.h"
#include "ui/shell/commands.h"
#include "ui/words/numbertext.h"

#include <QCoreApplication>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(JobsEmptiness)
};

QString addressOf(const JobsEmptiness &emptiness)
{
    return emptiness.health.server.isEmpty() ? emptiness.environment.server : emptiness.health.server;
}

EmptyState::Content notConnected(const JobsEmptiness &emptiness, const Commands &commands)
{
    return {Icon::Stale, Words::tr("Nothing can be seen yet."),
        Words::tr("The jobs appear here as soon as this server answers."), addressOf(emptiness),
        commands.action(Command::RunDoctor)};
}

EmptyState::Content connecting(const JobsEmptiness &emptiness)
{
    return {Icon::Connecting, Words::tr("Connecting to Redis."), {}, addressOf(emptiness), nullptr};
}

EmptyState::Content loading(const JobsEmptiness &emptiness)
{
    return {Icon::Connecting, Words::tr("Loading the jobs."),
        Words::tr("They appear here while they are read."), addressOf(emptiness), nullptr};
}

EmptyState::Content noJobs(const JobsEmptiness &emptiness, const Commands &commands)
{
    return {Icon::Completed, Words::tr("There are no jobs."),
        Words::tr(
            "Watching the keys that begin with %1. A job appears here as soon as its producer writes it.")
            .arg(displayText(emptiness.environment.prefix)),
        addressOf(emptiness), commands.action(Command::RunDoctor)};
}

EmptyState::Content noMatch(const JobsEmptiness &emptiness, const Commands &commands)
{
    const QString jobs
        = Words::tr("%1 job(s)", nullptr, static_cast<int>(emptiness.jobs)).arg(numberText(emptiness.jobs));
    return {Icon::Search, Words::tr("No job matches."), Words::tr("This filter hides %1:").arg(jobs),
        emptiness.filter, commands.action(Command::ClearFilter)};
}

} // namespace

EmptyState::Content emptinessOf(const JobsEmptiness &emptiness, const Commands &commands)
{
    const FeedHealth &health = emptiness.health;
    if (emptiness.jobs > 0 && !emptiness.filter.isEmpty())
        return noMatch(emptiness, commands);
    if (emptiness.hasPicture)
        return noJobs(emptiness, commands);
    if (health.error)
        return notConnected(emptiness, commands);
    if (health.isLoading)
        return loading(emptiness);
    return connecting(emptiness);
}

} // namespace emberwatch

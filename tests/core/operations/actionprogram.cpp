// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/jobcancel.h"
#include "core/operations/jobactions/jobextend.h"
#include "core/operations/jobactions/jobresubmit.h"
#include "core/operations/jobobserver.h"
#include "core/operations/lease.h"
#include "core/operations/undo.h"
#include "core/redis/topology.h"
#include "core/runner/jobrunner.h"
#include "tests/core/runner/runnerworld.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>

#include <cstdio>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

template <typename T> T answerOf(QCoro::Task<T> task)
{
    return QCoro::waitFor(std::move(task));
}

/// Whoever acts on one job, with what that takes.
class Desk
{
public:
    explicit Desk(const QCommandLineParser &parser)
        : m_redis(redis::parseRedisUrl(parser.value(u"redis"_s)).value())
        , m_topology(m_redis)
        , m_jobs(&m_topology, JobSchema())
        , m_journal(parser.value(u"journal"_s))
        , m_records(parseRecordsAddress(parser.value(u"records"_s)).value(), SchemaMapping())
        , m_servers(comfyui::ServerAllowList::fromTexts(parser.values(u"server"_s)).value(), {})
        , m_sources{&m_jobs, &m_records, &m_servers, &m_journal, nullptr}
        , m_options{{u"ann"_s, u"ops-1"_s, u"emberwatch test"_s}, u"staging"_s, JobSchema(), systemNow}
        , m_id(parser.value(u"job"_s).toUtf8())
    {
    }

    [[nodiscard]] Result<QString> act(const QString &action)
    {
        if (action == u"extend")
            return extend();
        if (action == u"resubmit")
            return resubmit();
        return action == u"cancel" ? cancel() : takeBack();
    }

private:
    [[nodiscard]] Result<QString> extend()
    {
        return answerOf(extendJob(m_sources, m_options, m_id, std::chrono::hours(6)))
            .map([](const ExtendedJob &job) { return job.text; });
    }

    [[nodiscard]] Result<QString> cancel()
    {
        JobCancel cancel(m_sources, m_options);
        return answerOf(cancel.propose({m_id}))
            .and_then([&](const QList<CancelCandidate> &found) {
                return answerOf(cancel.carryOut(found, std::make_shared<StopRequest>()));
            })
            .map([](const QList<CancelledJob> &ends) { return ends.first().text; });
    }

    [[nodiscard]] Result<QString> resubmit()
    {
        using namespace std::chrono_literals;
        JobSettler settler(&m_jobs, &m_journal, &m_records, m_options);
        RunnerOptions quick = test::quickRunner({m_redis, {}, QFileInfo(m_journal.path()).absolutePath()});
        quick.actor = m_options.actor;
        quick.environment = m_options.environment;
        quick.beforePost = 3s;
        JobRunner runner({&m_topology, &m_jobs, &m_servers, &settler, &m_records, nullptr}, quick);
        runner.start();
        ResubmitOptions with{m_options, m_redis, holderHere(u"test"_s), {}, {}};
        with.times.grace = 100ms;
        with.pause = ObserverOptions::pauseForReal();
        JobResubmit resubmit(m_sources, &runner, with);
        const ResubmitWish wish{m_id, {}, false};
        return answerOf(resubmit.propose(wish, std::make_shared<StopRequest>()))
            .and_then([&](const ResubmitProposal &proposal) { return answerOf(resubmit.carryOut(proposal)); })
            .map([](const ResubmittedJob &job) { return QString::fromLatin1(wordOf(job.end)); });
    }

    [[nodiscard]] Result<QString> takeBack()
    {
        JournalSelection selection;
        selection.promptId = m_id;
        Undo undo(&m_jobs, &m_journal, &m_records, m_options);
        return m_journal.lines(selection)
            .result()
            .and_then(
                [&](const QList<JournalLine> &lines) { return answerOf(undo.undo(lines.last().entry.id)); })
            .map([](const UndoOutcome &outcome) { return outcome.text; });
    }

    redis::ConnectionOptions m_redis;
    redis::StandaloneTopology m_topology;
    JobStore m_jobs;
    Journal m_journal;
    RecordStore m_records;
    comfyui::ServerPool m_servers;
    ActionSources m_sources;
    ActionOptions m_options;
    PromptId m_id;
};

} // namespace

// One action on one job as a process of its own, so that a test can kill it and stop it. Prints what
// happened.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QStringList names{
        u"redis"_s, u"records"_s, u"journal"_s, u"server"_s, u"grace"_s, u"action"_s, u"job"_s};
    for (const QString &name : names)
        parser.addOption({name, name, name});
    parser.process(application);
    Desk desk(parser);
    const Result<QString> text = desk.act(parser.value(u"action"_s));
    std::fputs(qPrintable(text ? *text : text.error().message), text ? stdout : stderr);
    return text ? 0 : 1;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/runner/runnerworld.h"

#include <QSignalSpy>
#include <QTest>

#include <utility>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace emberwatch::test {

namespace {

RecordsAddress recordsOf(const RunnerPlace &place)
{
    RecordsAddress address;
    if (place.hasRecords) {
        address.kind = RecordsAddress::Kind::Sqlite;
        address.path = place.folder + u"/records.sqlite"_s;
    }
    return address;
}

SettlerOptions settlerOptions(const RunnerOptions &options)
{
    SettlerOptions settler;
    settler.actor = options.actor;
    settler.environment = options.environment;
    settler.schema = options.schema;
    return settler;
}

comfyui::ComfyOptions quickComfy()
{
    comfyui::ComfyOptions options;
    options.timeout = 5s;
    return options;
}

} // namespace

RunnerOptions quickRunner(const RunnerPlace &place)
{
    RunnerOptions options;
    options.holder = holderHere(place.program);
    options.actor = {u"tester"_s, u"here"_s, place.program};
    options.environment = u"test"_s;
    options.spoolFolder = place.folder + u"/spool"_s;
    options.policy.standard.grace.value = 300ms;
    options.policy.standard.silenceLimit.value = 800ms;
    options.lease.askEvery = 200ms;
    options.lease.patience = 30s;
    options.server.lookAtMostEvery = 100ms;
    options.server.poll.withoutStream = 200ms;
    options.server.poll.withStream = 1s;
    options.server.poll.firstRetry = 50ms;
    options.server.poll.lastRetry = 200ms;
    options.server.stream.deafAfter = 500ms;
    options.server.stream.settle = 50ms;
    options.server.stream.firstRetry = 50ms;
    options.server.stream.lastRetry = 200ms;
    options.writer.firstRetry = 50ms;
    options.writer.lastRetry = 200ms;
    options.doubtGrace = 200ms;
    options.spoolEvery = 200ms;
    options.settleRetry = 300ms;
    return options;
}

RunnerUnderTest::RunnerUnderTest(const RunnerPlace &place)
    : RunnerUnderTest(place, quickRunner(place))
{
}

RunnerUnderTest::RunnerUnderTest(const RunnerPlace &place, const RunnerOptions &options, bool takesSpool)
    : m_topology(place.redis)
    , m_jobs(&m_topology, options.schema)
    , m_servers(*comfyui::ServerAllowList::fromTexts(place.servers), quickComfy())
    , m_journal(place.folder + u"/journal.sqlite"_s)
    , m_records(std::make_unique<RecordStore>(recordsOf(place), SchemaMapping()))
{
    if (place.hasRecords && !m_records->init().result())
        qFatal("the records cannot be set up");
    m_settler = std::make_unique<JobSettler>(&m_jobs, &m_journal, m_records.get(), settlerOptions(options));
    const RunnerParts parts{&m_topology, &m_jobs, &m_servers, m_settler.get(), m_records.get(), &m_sink};
    m_runner = std::make_unique<JobRunner>(parts, options);
    QObject::connect(m_runner.get(), &JobRunner::jobEnded, m_runner.get(),
        [this](const JobEnd &end) { m_ends.append(end); });
    QObject::connect(m_runner.get(), &JobRunner::jobChanged, m_runner.get(),
        [this](const RunnerJob &job) { m_changes.append(job); });
    m_runner->start(takesSpool);
}

RunnerUnderTest::~RunnerUnderTest()
{
    (void)stop(); // what is under way works with what is destroyed next
}

std::optional<JobEnd> RunnerUnderTest::endOf(const PromptId &id) const
{
    for (const JobEnd &end : m_ends) {
        if (end.promptId == id)
            return end;
    }
    return std::nullopt;
}

bool RunnerUnderTest::stop()
{
    if (std::exchange(m_isStopped, true))
        return true;
    QSignalSpy stopped(m_runner.get(), &JobRunner::stopped);
    m_runner->stop();
    return stopped.wait(5'000);
}

QByteArray simWorkflow(const QByteArray &inputs)
{
    return R"({"1":{"class_type":"SimJob","inputs":)" + inputs + "}}";
}

JobRequest simRequest(const QString &server, const QByteArray &inputs)
{
    JobRequest request;
    request.workflow = simWorkflow(inputs);
    request.serverUrl = server;
    request.userId = u"usr_7"_s;
    return request;
}

} // namespace emberwatch::test

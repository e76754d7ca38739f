// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/agentcommand.h"

#include "app/cli/recoverysetup.h"
#include "core/jobs/jobkey.h"
#include "core/service/servicelog.h"
#include "core/triage/durationwords.h"
#include "core/triage/recoveryreporttext.h"

#include <QLoggingCategory>

#include <algorithm>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(logAgent, "emberwatch.agent", QtInfoMsg)

/// However many jobs are to be looked at again soon, a listing of all keys has to be worth it.
constexpr auto lookNoSooner = 5s;
constexpr auto endWithin = 1800ms;

RecoverySources withHolds(RecoverySources sources, Holds *holds)
{
    sources.holds = holds;
    return sources;
}

WorkbenchOptions withHolds(WorkbenchOptions options, Holds *holds)
{
    options.isOnHold = [holds] { return holds->current(systemNow()).has_value(); };
    return options;
}

AgentCleaningOptions cleaningOptionsOf(const Workbench &bench, const AgentOptions &options)
{
    AgentCleaningOptions cleaning;
    cleaning.policy = options.cleaning;
    cleaning.wish = options.wish;
    cleaning.mayWrite = options.mayWrite();
    const redis::NodeId node = bench.topology.primaries().first();
    cleaning.cleaner = {bench.topology.optionsOf(node), holderHere(options.bench.program)};
    return cleaning;
}

JournalEntry writeReasonEntry(const Workbench &bench, const QString &reason)
{
    JournalEntry entry;
    entry.op = OperationId("agent-write");
    entry.batch = randomBatchId();
    entry.at = systemNow();
    entry.actor = bench.actor;
    entry.environment = bench.environment;
    entry.action = u"agent-write"_s;
    entry.sentence = u"The agent may write in production: "_s + reason;
    entry.evidence = "{}";
    return entry;
}

} // namespace

CommandHelp AgentCommand::help()
{
    return {u"agent"_s, {}, u"Recover at the start, follow what was resumed, look again: a service"_s,
        uR"(Recovers the open jobs as 'emberwatch recover --yes' does, follows the live ones to
their end and keeps their states up to date, and looks again at what was left alone or
unverifiable when its time has come. Runs until SIGTERM, which ends it within 2 s and
leaves every state as it is. Logs to standard error, for journald where that is there.

Every --clean-every it looks for states that are out of date: too old for a recovery and
known to no server, overtaken by their record, ended and never deleted. --clean report
logs each with what would be done, --clean apply does it.

In production (by the environment, or --class) it only looks and logs what it would
do, unless agent.write of the environments file, or --write, gives the reason why it
may; the reason goes into the journal.
)"_s,
        OptionList{
            {u"listen"_s, u"Serve /metrics (Prometheus) and /healthz at this address of this machine."_s,
                u"HOST:PORT"_s},
            {u"every"_s, u"Look again no later than this after the last time (60s)."_s, u"DURATION"_s}}
            + wishOptions()
            + OptionList{{u"clean"_s,
                             u"off, report or apply. Default: EMBERWATCH_AGENT_CLEAN, the policy file, off."_s,
                             u"MODE"_s},
                {u"clean-every"_s, u"Clean again so long after the last time (10m)."_s, u"DURATION"_s},
                {u"clean-at-most"_s, u"Jobs that one cleaning changes at most (500)."_s, u"N"_s},
                {u"class"_s, u"development, staging or production. Default: EMBERWATCH_CLASS."_s, u"CLASS"_s},
                {u"write"_s, u"In production: why it may write. Default: EMBERWATCH_AGENT_WRITE."_s,
                    u"REASON"_s}}
            + serverOptions() + recordsOptions() + policyOptions() + alertOptions() + eventsOptions(),
        uR"(  emberwatch agent --allow-server http://gpu-1:8188 --records none
  emberwatch agent --listen 127.0.0.1:9464 --policy /etc/emberwatch/policy.conf
  emberwatch agent --clean report --clean-every 30m --records none
  emberwatch agent --class production --write "OPS-1234, agreed with the studio"
)"_s};
}

MadeCommand AgentCommand::make(const CommandLine &line, const Settings &settings)
{
    return readAgentOptions(line).map([&](const AgentOptions &options) -> std::unique_ptr<Command> {
        return std::make_unique<AgentCommand>(settings, options);
    });
}

AgentCommand::AgentCommand(Settings settings, AgentOptions options)
    : Command(std::move(settings))
    , m_options(std::move(options))
    , m_bench(std::make_unique<Workbench>(this->settings(), withHolds(m_options.bench, &m_holds)))
    , m_alerts(alertOptionsFor(m_options.webhook, m_bench->environment))
    , m_recovery(withHolds(recoverySources(*m_bench, &m_alerts), &m_holds),
          recoveryOptions(*m_bench, this->settings()))
    , m_cleaning({m_recovery.walk(), &m_metrics, &m_alerts, m_stop}, cleaningOptionsOf(*m_bench, m_options))
    , m_systemd(SystemdNotifier::fromEnvironment())
    , m_backoff(1s, 60s)
{
    m_lookTimer.setSingleShot(true);
    connect(&m_lookTimer, &QTimer::timeout, this, &AgentCommand::look);
    connect(&m_cleaning, &AgentCleaning::due, this, &AgentCommand::clean);
    connect(&m_cleaning, &AgentCleaning::finished, this, &AgentCommand::takeCleaningEnd);
    connect(&m_watchdog, &QTimer::timeout, this, [this] { tellSystemd(m_systemd.alive()); });
    connect(&m_bench->runner, &JobRunner::jobEnded, this, &AgentCommand::noteEnd);
    connect(&m_bench->runner, &JobRunner::troubleChanged, &m_runnerTrouble, &TroubleTeller::take);
    connect(&m_runnerTrouble, &TroubleTeller::told, this, &AgentCommand::noteTrouble);
    connect(&m_bench->runner, &JobRunner::stopped, this, [this] {
        m_isRunnerStopped = true;
        endWhenIdle();
    });
}

void AgentCommand::start()
{
    startServiceLog();
    const Result<void> serving = serve();
    if (!serving) {
        qCCritical(logAgent, "%s", qPrintable(serving.error().message));
        return finish(ExitCode::CannotConnect);
    }
    qCInfo(logAgent, "started for %s%s", qPrintable(m_bench->environment),
        m_options.mayWrite() ? "" : "; it is production, and it only looks: see --write");
    const Result<void> noted = noteWriteReason();
    if (!noted) {
        qCCritical(logAgent, "the reason for writing cannot be journalled, so nothing is written: %s",
            qPrintable(noted.error().message));
        return finish(ExitCode::Findings);
    }
    m_bench->runner.start(m_options.mayWrite());
    m_cleaning.start();
    startWatchdog();
    tellSystemd(m_systemd.ready(u"recovering"_s));
    look();
}

Result<void> AgentCommand::serve()
{
    if (!m_options.listen)
        return {};
    m_server.addPage("/metrics", [this] { return metricsPage(); });
    m_server.addPage("/healthz", [this] { return healthPage(); });
    const Result<void> listening = m_server.listen(*m_options.listen);
    if (listening)
        qCInfo(logAgent, "metrics at http://%s:%d/metrics", qPrintable(m_options.listen->host.toString()),
            int(m_server.port()));
    return listening;
}

StatusPage AgentCommand::metricsPage()
{
    m_metrics.takeRunner(m_bench->runner.counts(), m_bench->runner.trouble());
    return {200, Metrics::contentType(), m_metrics.text()};
}

/// Healthy: it can write to Redis, and the last recovery was completed.
StatusPage AgentCommand::healthPage() const
{
    const RunnerTrouble &trouble = m_bench->runner.trouble();
    const bool isWell = m_last && m_trouble.isEmpty() && !trouble.isRedisAway;
    const QString text = !m_trouble.isEmpty() ? m_trouble : trouble.text;
    const QByteArray body = isWell ? QByteArray("ok\n") : displayText(text.toUtf8()).toUtf8() + '\n';
    return {isWell ? 200 : 503, "text/plain; charset=utf-8", body.size() > 1 ? body : "starting\n"};
}

void AgentCommand::startWatchdog()
{
    const auto every = m_systemd.aliveEvery();
    if (every)
        m_watchdog.start(*every);
}

Result<void> AgentCommand::noteWriteReason()
{
    if (!m_options.isProduction || m_options.writeReason.isEmpty())
        return {};
    qCInfo(
        logAgent, "it may write in production: %s", qPrintable(displayText(m_options.writeReason.toUtf8())));
    const auto ids = m_bench->journal.intend({writeReasonEntry(*m_bench, m_options.writeReason)}).result();
    if (!ids)
        return tl::make_unexpected(ids.error());
    return m_bench->journal.conclude({{ids->first(), systemNow(), u"done"_s, {}}}).result();
}

void AgentCommand::look()
{
    m_isLookDue = m_cleaning.isAtIt();
    if (m_isLooking || m_isLookDue || m_end)
        return;
    m_isLooking = true;
    if (!m_options.mayWrite()) {
        QCoro::connect(m_recovery.propose(m_options.wish, m_stop), &m_answers,
            [this](const Result<RecoveryProposal> &proposal) { takeProposal(proposal); });
        return;
    }
    QCoro::connect(m_recovery.recover(m_options.wish, m_stop), &m_answers,
        [this](const Result<RecoveryReport> &report) { takeReport(report); });
}

void AgentCommand::takeReport(const Result<RecoveryReport> &report)
{
    m_isLooking = false;
    if (m_end)
        return endWhenIdle();
    if (!report)
        return takeFailure(report.error());
    m_backoff.reset();
    m_trouble.clear();
    const RecoveryCounts counts = countsOf(*report);
    if (m_last != counts)
        qCInfo(logAgent, "%s", qPrintable(recoverySumText(counts)));
    m_last = counts;
    m_metrics.takeReport(*report);
    tellSystemd(m_systemd.status(statusText()));
    noteHold();
    planNextLook(*report);
    clean();
}

/// After a recovery that was completed: Redis and the journal answer.
void AgentCommand::clean()
{
    const bool isWell = m_last && m_trouble.isEmpty();
    if (isWell && !m_isLooking && !m_end)
        m_cleaning.beginIfDue();
}

void AgentCommand::takeCleaningEnd()
{
    if (m_end)
        return endWhenIdle();
    noteHold();
    if (m_isLookDue)
        look();
}

void AgentCommand::noteHold()
{
    const std::optional<Hold> hold = m_holds.current(systemNow());
    m_metrics.takeHold(hold.has_value());
    if (std::exchange(m_hold, hold) == hold)
        return;
    if (hold)
        qCWarning(logAgent, "on hold for %s: %s; nothing is deleted, and nothing fails by absence",
            qPrintable(durationInWords(hold->until - systemNow())),
            qPrintable(displayText(hold->detail.toUtf8())));
    else
        qCInfo(logAgent, "the hold is over");
}

void AgentCommand::takeProposal(const Result<RecoveryProposal> &proposal)
{
    if (!proposal)
        return takeReport(tl::make_unexpected(proposal.error()));
    RecoveryReport expected = expectedReport(proposal->plan);
    expected.startedAt = proposal->begunAt;
    expected.finishedAt = systemNow();
    takeReport(expected);
}

void AgentCommand::takeFailure(const Error &why)
{
    const bool isFirst = !m_last && m_trouble.isEmpty();
    const auto delay = m_backoff.next();
    m_trouble = u"the recovery could not be completed: "_s + why.message;
    qCWarning(logAgent, "%s", qPrintable(displayText(m_trouble.toUtf8())));
    m_metrics.countFailedRecovery();
    const bool isAway = exitCodeFor(why.kind) == ExitCode::CannotConnect;
    if (isFirst && isAway)
        m_alerts.raise(AlertKind::RedisUnreachable, why.message);
    tellSystemd(m_systemd.status(m_trouble));
    m_lookTimer.start(delay);
}

void AgentCommand::planNextLook(const RecoveryReport &report)
{
    const Timestamp now = systemNow();
    Timestamp next = now + m_options.lookEvery;
    for (const RecoveredJob &job : report.jobs)
        next = job.nextLook ? std::min(next, *job.nextLook) : next;
    m_lookTimer.start(std::max<std::chrono::milliseconds>(lookNoSooner, next - now));
}

void AgentCommand::noteEnd(const JobEnd &end)
{
    if (m_end)
        return; // let go of
    qCInfo(logAgent, "%s: %s%s%s", qPrintable(displayText(end.promptId.value())), wordOf(end.outcome).data(),
        end.text.isEmpty() ? "" : ": ", qPrintable(end.text));
}

void AgentCommand::noteTrouble(const QString &text)
{
    if (text.isEmpty())
        qCInfo(logAgent, "states are written to Redis again");
    else
        qCWarning(logAgent, "%s", qPrintable(text));
}

void AgentCommand::tellSystemd(const Result<void> &told)
{
    if (!told)
        qCWarning(logAgent, "%s", qPrintable(told.error().message));
}

QString AgentCommand::statusText() const
{
    return u"following %1 jobs; last recovery: "_s.arg(m_bench->runner.jobCount())
        + recoverySumText(m_last.value_or(RecoveryCounts()));
}

void AgentCommand::stop(ExitCode code)
{
    if (m_end)
        return;
    m_end = code == ExitCode::Terminated ? ExitCode::Fine : code;
    qCInfo(logAgent, "stopping");
    tellSystemd(m_systemd.stopping(u"stopping"_s));
    m_lookTimer.stop();
    m_cleaning.stop();
    m_stop->request();
    m_alerts.flush();
    m_bench->runner.stop();
    // A step that does not come to its end by then is one that a crash could have cut as well.
    QTimer::singleShot(endWithin, &m_answers, [this] { finish(*m_end); });
}

void AgentCommand::endWhenIdle()
{
    if (m_end && m_isRunnerStopped && !m_isLooking && !m_cleaning.isAtIt())
        finish(*m_end);
}

} // namespace emberwatch::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/recoverytelling.h"

#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Outcome = RecoveryOutcome;

namespace {

constexpr Timestamp noon{std::chrono::milliseconds(1'795'600'800'000)};

class RememberingSink : public AnalyticsSink
{
public:
    void record(const AnalyticsEvent &event) override { events.append(event); }
    [[nodiscard]] QByteArrayList names() const
    {
        QByteArrayList names;
        for (const AnalyticsEvent &event : events)
            names.append(event.name);
        return names;
    }

    QList<AnalyticsEvent> events;
};

/// A report with one job of that outcome, and what it was planned from.
struct Told
{
    explicit Told(Outcome outcome, Verdict verdict = Verdict::Live)
    {
        const PromptId id("a");
        report.startedAt = noon;
        report.finishedAt = noon + 900ms;
        report.jobs.append({id, verdict, Action::None, outcome, u"because"_s, {}});
        JudgedJob job;
        job.evidence.promptId = id;
        job.evidence.userId = u"usr_7"_s;
        job.evidence.redis.age = 90s;
        proposal.judged.insert(id, job);
    }

    RecoveryReport report;
    RecoveryProposal proposal;
};

} // namespace

class TestRecoveryTelling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsByOutcome_data();
    void eventsByOutcome();
    void tellsOfAResumedJobOnce();
    void raisesAlerts();
};

void TestRecoveryTelling::eventsByOutcome_data()
{
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QByteArray>("event");
    const auto row = [](const char *name, Outcome outcome, const QByteArray &event) {
        QTest::newRow(name) << static_cast<int>(outcome) << event;
    };
    row("resumed", Outcome::Resumed, "comfyui_job_recovered");
    row("settled as completed", Outcome::SettledCompleted, "comfyui_job_recovered");
    row("settled as failed", Outcome::SettledFailed, "comfyui_job_recovery_failed");
    row("failed", Outcome::Failed, "comfyui_job_recovery_failed");
    row("skipped sends nothing", Outcome::Skipped, "");
    row("left alone sends nothing", Outcome::LeftAlone, "");
    row("unverifiable sends nothing", Outcome::Unverifiable, "");
}

void TestRecoveryTelling::eventsByOutcome()
{
    QFETCH(int, outcome);
    QFETCH(QByteArray, event);
    const Told told(static_cast<Outcome>(outcome));
    RememberingSink sink;
    RecoveryTelling telling(&sink, nullptr);
    telling.tell(told.report, told.proposal);
    QCOMPARE(sink.names(), event.isEmpty() ? QByteArrayList() : QByteArrayList{event});
    if (!event.isEmpty())
        QCOMPARE(sink.events.first().distinctId, u"usr_7"_s);
}

void TestRecoveryTelling::tellsOfAResumedJobOnce()
{
    const Told told(Outcome::Resumed);
    RememberingSink sink;
    RecoveryTelling telling(&sink, nullptr);
    telling.tell(told.report, told.proposal);
    telling.tell(told.report, told.proposal);
    QCOMPARE(sink.events.size(), 1);
}

void TestRecoveryTelling::raisesAlerts()
{
    AlertOptions options;
    options.limits.gatherTime = 0ms;
    Alerts alerts(options);
    QSignalSpy raised(&alerts, &Alerts::raised);
    RecoveryTelling telling(nullptr, &alerts);
    const Told lost(Outcome::SettledFailed, Verdict::Orphaned);
    telling.tell(lost.report, lost.proposal);
    const Told failed(Outcome::Failed);
    telling.tell(failed.report, failed.proposal);
    const Told ended(Outcome::SettledFailed, Verdict::Stale); // its server said that it failed
    telling.tell(ended.report, ended.proposal);
    telling.tellIncomplete(u"stopped"_s);
    alerts.flush();
    QList<AlertKind> kinds;
    for (const QList<QVariant> &signal : raised)
        kinds.append(signal.first().value<AlertGroup>().kind);
    std::sort(kinds.begin(), kinds.end());
    QCOMPARE(kinds,
        (QList<AlertKind>{AlertKind::RecoveryFailed, AlertKind::JobLost, AlertKind::RecoveryIncomplete}));
}

QTEST_GUILESS_MAIN(TestRecoveryTelling)
#include "tst_recoverytelling.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/recoveryreport.h"
#include "core/triage/recoveryreportjson.h"
#include "core/triage/recoveryreportmarkdown.h"
#include "core/triage/recoveryreporttext.h"
#include "tests/core/triage/evidencemaker.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

RecoveryReport mixedReport()
{
    RecoveryReport report;
    report.startedAt = noon;
    report.finishedAt = noon + 12s;
    report.jobs = {
        {PromptId("a"), Verdict::Live, Action::Resume, RecoveryOutcome::Resumed, u"gpu-2 runs it."_s, {}},
        {PromptId("b"), Verdict::UnclaimedResult, Action::SettleCompleted, RecoveryOutcome::SettledCompleted,
            u"It is \"done\"."_s, {}},
        {PromptId("c"), Verdict::Orphaned, Action::Wait, RecoveryOutcome::LeftAlone, u"Too early."_s,
            noon + 70s},
        {PromptId("d"), Verdict::Orphaned, Action::SettleFailed, RecoveryOutcome::SettledFailed, u"Gone."_s,
            {}},
        {PromptId("\xFF"), Verdict::Unverifiable, Action::Wait, RecoveryOutcome::Unverifiable, u"?"_s, {}},
        {PromptId("f"), Verdict::Live, Action::SkipTooOld, RecoveryOutcome::Skipped, u"Old."_s, {}},
        {PromptId("g"), Verdict::Live, Action::Resume, RecoveryOutcome::Failed, u"Broken."_s, {}},
    };
    report.beside
        = {{PromptId("h"), Verdict::Lost, Action::None, RecoveryOutcome::LeftAlone, u"No key."_s, {}}};
    return report;
}

} // namespace

class TestRecoveryReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsAddUp();
    void jsonHasTheExactForm();
    void textAccountsForEveryJob();
    void markdownIsEscaped();
    void untickedIsLeftAlone();
};

void TestRecoveryReport::countsAddUp()
{
    QCOMPARE(countsOf(mixedReport()), (RecoveryCounts{7, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0}));
    for (int i = 0; i <= static_cast<int>(RecoveryOutcome::Nothing); ++i) {
        const RecoveryOutcome outcome = static_cast<RecoveryOutcome>(i);
        QCOMPARE(recoveryOutcomeFromWord(wordOf(outcome)), std::optional(outcome));
        const bool isRecoverys = outcome <= RecoveryOutcome::Failed;
        QCOMPARE(countsOf(mixedReport()).of(outcome), isRecoverys ? 1 : 0);
    }
}

void TestRecoveryReport::jsonHasTheExactForm()
{
    RecoveryReport report = mixedReport();
    report.jobs = report.jobs.mid(1, 1);
    QCOMPARE(recoveryReportJson(report),
        QByteArray(
            R"({"found":1,"resumed":0,"settledCompleted":1,"settledFailed":0,"leftAlone":0,"skipped":0,)"
            R"("unverifiable":0,"failed":0,"jobs":[{"promptId":"b","verdict":"unclaimed-result",)"
            R"("action":"settle-completed","outcome":"settledCompleted",)"
            R"("reason":"It is \"done\"."}]})"));
    const QJsonDocument parsed = QJsonDocument::fromJson(recoveryReportJson(mixedReport()));
    QCOMPARE(parsed.object()["jobs"_L1].toArray().size(), 7);
    QCOMPARE(parsed.object()["jobs"_L1].toArray()[4].toObject()["promptId"_L1].toString(), u"\uFFFD"_s);
    report.jobs.clear();
    QVERIFY(recoveryReportJson(report).endsWith("\"failed\":0,\"jobs\":[]}"));
    report.scope = PlanScope::Reconcile;
    QVERIFY(recoveryReportJson(report).startsWith("{\"scope\":\"reconcile\",\"found\":0,"));
    QVERIFY(recoveryReportJson(report).endsWith(
        "\"failed\":0,\"cleaned\":0,\"cancelled\":0,\"nothing\":0,\"jobs\":[]}"));
}

void TestRecoveryReport::textAccountsForEveryJob()
{
    const QString text = recoveryReportText(mixedReport());
    QVERIFY(
        text.startsWith(u"7 found = 1 failed + 1 resumed + 1 settled as completed + 1 settled as failed + "
                        u"1 left alone + 1 unverifiable + 1 skipped\n"_s));
    for (const QString &reason : {u"gpu-2 runs it."_s, u"Gone."_s, u"Broken."_s, u"No key."_s})
        QCOMPARE(text.count(reason), 1);
    QVERIFY(text.contains(u"Too early. Looked at again at "_s));
    QCOMPARE(recoverySumText({}), u"0 found"_s);
}

void TestRecoveryReport::markdownIsEscaped()
{
    RecoveryReport report = mixedReport();
    report.jobs[0].reason = u"<script>|[x](http://e) *b*\nc & `d`"_s;
    const QString text = recoveryReportMarkdown(report);
    QVERIFY(text.contains(u"&lt;script&gt;\\|\\[x\\]\\(http\\://e\\) \\*b\\*\\\\x0Ac &amp; \\`d\\`"_s));
    QCOMPARE(text.count(u"\n| "_s), 2 + 7 + 2 + 1);
    QVERIFY(text.contains(u"## Not counted: no open key"_s));
}

void TestRecoveryReport::untickedIsLeftAlone()
{
    PlannedAction action;
    action.action = Action::Resume;
    action.expected = RecoveryOutcome::Resumed;
    action.isTicked = true;
    Plan plan{PlanScope::Recover, {}, noon, {action}};
    QCOMPARE(countsOf(expectedReport(plan)).resumed, 1);
    setTicked(plan, PromptId(), false);
    QCOMPARE(countsOf(expectedReport(plan)).leftAlone, 1);
}

QTEST_GUILESS_MAIN(TestRecoveryReport)
#include "tst_recoveryreport.moc"

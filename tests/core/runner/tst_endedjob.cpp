// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/endedjob.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace Qt::StringLiterals;

namespace {

EndedJob ended(Presence presence, const QByteArray &status = "processing")
{
    EndedJob job;
    job.promptId = PromptId("p");
    job.standing = R"({"promptId":"p","type":"t","userId":"","status":")" + status
        + R"(","progress":40,"startedAt":1763900000000})";
    job.evidence.promptId = job.promptId;
    job.evidence.presence = presence;
    job.evidence.request = u"GET /history/p"_s;
    job.evidence.at = Timestamp(std::chrono::milliseconds(1'763'900'000'000));
    job.evidence.outputsJson = R"({"9":{}})";
    job.evidence.errorText = presence == Presence::DoneError ? u"out of memory"_s : QString();
    job.evidence.detail = presence == Presence::Absent ? u"it was restarted"_s : QString();
    return job;
}

JobRecord row(std::optional<RecordStatus> status, int rows = 1)
{
    JobRecord row;
    row.id = RecordId(u"7"_s);
    row.promptId = PromptId("p");
    row.status = status;
    row.statusWord = u"the word"_s;
    row.revision = u"2025-11-24 02:51:07.25"_s;
    row.rowCount = rows;
    return row;
}

} // namespace

class TestEndedJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSuccessCompletesBoth();
    void whatFailsFailsWithItsReason_data();
    void whatFailsFailsWithItsReason();
    void anEndThatOthersWroteIsLeft_data();
    void anEndThatOthersWroteIsLeft();
    void whatIsNoJobIsNotSettled();
    void aClaimThatStandsIsFinished();
};

void TestEndedJob::aSuccessCompletesBoth()
{
    const auto settlement = settlementOf(ended(Presence::DoneOk), row(RecordStatus::Processing), {});
    QVERIFY(settlement);
    QCOMPARE(settlement->status, JobStatus::Completed);
    QCOMPARE(settlement->ttl, TtlPolicy::Renew);
    QCOMPARE(settlement->judged.value, ended(Presence::DoneOk).standing);
    QCOMPARE(settlement->judged.startedAt, 1'763'900'000'000);
    QCOMPARE(settlement->outputs, QByteArray(R"({"9":{}})"));
    QCOMPARE(settlement->record->status, RecordStatus::Completed);
    QCOMPARE(settlement->record->row.updatedAt, u"2025-11-24 02:51:07.25"_s);
    QVERIFY(settlement->record->error.isEmpty());
    QCOMPARE(settlement->reason.rule, QByteArray("result-while-open"));
    QCOMPARE(settlement->reason.action, u"settle-completed"_s);
    QCOMPARE(settlement->reason.evidence,
        QByteArray(R"({"limits":[],"lines":[{"at":"2025-11-23T12:13:20.000Z","request":"GET /history/p",)"
                   R"("source":"comfyui","value":"done-ok"}]})"));
}

void TestEndedJob::whatFailsFailsWithItsReason_data()
{
    QTest::addColumn<Presence>("presence");
    QTest::addColumn<RecordStatus>("status");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("error");
    QTest::newRow("an error") << Presence::DoneError << RecordStatus::Failed << u"settle-failed"_s
                              << u"out of memory"_s;
    QTest::newRow("an interruption") << Presence::Interrupted << RecordStatus::Cancelled
                                     << u"settle-cancelled"_s << u"interrupted on its server"_s;
    QTest::newRow("an absence") << Presence::Absent << RecordStatus::Failed << u"settle-failed"_s
                                << u"it was restarted"_s;
}

void TestEndedJob::whatFailsFailsWithItsReason()
{
    QFETCH(Presence, presence);
    QFETCH(RecordStatus, status);
    QFETCH(QString, action);
    QFETCH(QString, error);
    const auto settlement = settlementOf(ended(presence), row(RecordStatus::Queued), {});
    QVERIFY(settlement);
    QCOMPARE(settlement->status, JobStatus::Failed);
    QCOMPARE(settlement->record->status, status);
    QCOMPARE(settlement->record->error, error);
    QCOMPARE(settlement->reason.action, action);
    QVERIFY(!settlement->outputs);
}

void TestEndedJob::anEndThatOthersWroteIsLeft_data()
{
    QTest::addColumn<std::optional<JobRecord>>("record");
    QTest::newRow("completed") << std::optional(row(RecordStatus::Completed));
    QTest::newRow("failed") << std::optional(row(RecordStatus::Failed));
    QTest::newRow("cancelled") << std::optional(row(RecordStatus::Cancelled));
    QTest::newRow("an unknown word") << std::optional(row(std::nullopt));
    QTest::newRow("several rows") << std::optional(row(RecordStatus::Processing, 2));
    QTest::newRow("none") << std::optional<JobRecord>();
}

void TestEndedJob::anEndThatOthersWroteIsLeft()
{
    QFETCH(std::optional<JobRecord>, record);
    const auto settlement = settlementOf(ended(Presence::DoneOk), record, {});
    QVERIFY(settlement);
    QCOMPARE(settlement->status, JobStatus::Completed);
    QVERIFY(!settlement->record);
}

void TestEndedJob::whatIsNoJobIsNotSettled()
{
    EndedJob job = ended(Presence::DoneOk);
    job.standing = "broken";
    QVERIFY(!settlementOf(job, {}, {}));
}

void TestEndedJob::aClaimThatStandsIsFinished()
{
    const auto settlement
        = settlementOf(ended(Presence::DoneOk, "completed"), row(RecordStatus::Processing), {});
    QVERIFY(settlement);
    QCOMPARE(settlement->record->status, RecordStatus::Completed);
}

QTEST_GUILESS_MAIN(TestEndedJob)
#include "tst_endedjob.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/sourcelines.h"

#include "ui/words/englishplurals.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using comfyui::JobEvidence;
using comfyui::Presence;

namespace {

const Timestamp now{1'764'072'000'000ms};
constexpr auto fullTtl = 7200s;

JobDetails processing()
{
    JobDetails job;
    job.id = PromptId("job-1");
    job.server = "http://gpu-2:8188";
    job.status = JobStatus::Processing;
    job.progress = 40;
    job.expiresAt = now + fullTtl - 14min - 11s;
    return job;
}

ComfySighting saying(Presence presence)
{
    ComfySighting sighting;
    sighting.state = ComfySighting::State::Answered;
    sighting.serverUrl = u"http://gpu-2:8188"_s;
    sighting.evidence = JobEvidence();
    sighting.evidence->presence = presence;
    sighting.evidence->at = now - 3s;
    return sighting;
}

} // namespace

class TestSourceLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }
    void threeSourcesWithTheirTimes();
    void deviationsAreMarked_data();
    void deviationsAreMarked();
    void whoIsNotAskedIsSaid();
    void recordsBesideTheJob_data();
    void recordsBesideTheJob();
    void whyThereIsNoRecordIsSaid();

private:
    EnglishPlurals m_plurals;
};

void TestSourceLines::threeSourcesWithTheirTimes()
{
    const QList<SourceLine> lines
        = sourceLinesOf(processing(), {}, saying(Presence::Running), fullTtl, now, now);
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[0].value, u"processing, 40 %"_s);
    QCOMPARE(lines[0].age, u"14 m 11 s ago"_s);
    QCOMPARE(lines[1].value, u"no database is configured"_s);
    QVERIFY(lines[1].age.isEmpty());
    QCOMPARE(lines[2].name, u"gpu-2"_s);
    QCOMPARE(lines[2].value, u"running"_s);
    QCOMPARE(lines[2].age, u"3 s ago"_s);
}

void TestSourceLines::deviationsAreMarked_data()
{
    QTest::addColumn<JobStatus>("status");
    QTest::addColumn<Presence>("presence");
    QTest::addColumn<bool>("isDeviating");
    QTest::newRow("open and running") << JobStatus::Processing << Presence::Running << false;
    QTest::newRow("open and waiting") << JobStatus::Queued << Presence::Pending << false;
    QTest::newRow("open and finished") << JobStatus::Processing << Presence::DoneOk << true;
    QTest::newRow("open and absent") << JobStatus::Processing << Presence::Absent << true;
    QTest::newRow("open and no answer") << JobStatus::Processing << Presence::Unknown << false;
    QTest::newRow("completed and finished") << JobStatus::Completed << Presence::DoneOk << false;
    QTest::newRow("completed and forgotten") << JobStatus::Completed << Presence::Absent << false;
    QTest::newRow("completed and still running") << JobStatus::Completed << Presence::Running << true;
    QTest::newRow("failed, and the result exists") << JobStatus::Failed << Presence::DoneOk << true;
}

void TestSourceLines::deviationsAreMarked()
{
    QFETCH(JobStatus, status);
    QFETCH(Presence, presence);
    JobDetails job = processing();
    job.status = status;
    QTEST(sourceLinesOf(job, {}, saying(presence), fullTtl, now, now)[2].isDeviating, "isDeviating");
}

void TestSourceLines::whoIsNotAskedIsSaid()
{
    ComfySighting sighting;
    sighting.state = ComfySighting::State::NotAllowed;
    sighting.serverUrl = u"http://gpu-2:8188"_s;
    const SourceLine line = sourceLinesOf(processing(), {}, sighting, fullTtl, now, now)[2];
    QCOMPARE(line.value, u"not contacted: not allowed"_s);
    QVERIFY(line.age.isEmpty());
}

void TestSourceLines::recordsBesideTheJob_data()
{
    using Status = RecordStatus;
    QTest::addColumn<JobStatus>("status");
    QTest::addColumn<QList<Status>>("rows");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("isDeviating");
    const auto row = [](const char *name, JobStatus status, QList<Status> rows, const QString &value,
                         bool is) { QTest::newRow(name) << status << rows << value << is; };
    row("both open", JobStatus::Processing, {Status::Queued}, u"queued"_s, false);
    row("only the job is open", JobStatus::Processing, {Status::Completed}, u"completed"_s, true);
    row("only the record is open", JobStatus::Failed, {Status::Processing}, u"processing"_s, true);
    row("both completed", JobStatus::Completed, {Status::Completed}, u"completed"_s, false);
    row("failed here, completed there", JobStatus::Failed, {Status::Completed}, u"completed"_s, true);
    row("cancelled is failed in Redis", JobStatus::Failed, {Status::Cancelled}, u"cancelled"_s, false);
    row("no record", JobStatus::Processing, {}, u"no record"_s, false);
    row("two records", JobStatus::Processing, {Status::Processing, Status::Failed}, u"2 records"_s, true);
}

void TestSourceLines::recordsBesideTheJob()
{
    QFETCH(JobStatus, status);
    QFETCH(QList<RecordStatus>, rows);
    JobDetails job = processing();
    job.status = status;
    RecordSighting sighting;
    sighting.state = RecordSighting::State::Answered;
    sighting.answer = RecordAnswer{job.id, {}, {}, now - 2s};
    for (const RecordStatus word : rows) {
        JobRecord record;
        record.id = RecordId(u"7"_s);
        record.status = word;
        record.statusWord = u"STATUS"_s;
        sighting.answer->rows.append(record);
    }
    const SourceLine line = sourceLinesOf(job, sighting, saying(Presence::Running), fullTtl, now, now)[1];
    QTEST(line.value, "value");
    QTEST(line.isDeviating, "isDeviating");
    QCOMPARE(line.age, u"2 s ago"_s);
    QCOMPARE(line.explanation.contains(u"Record 7: STATUS"_s), !rows.isEmpty());
}

void TestSourceLines::whyThereIsNoRecordIsSaid()
{
    const auto valueOf = [](const RecordSighting &sighting) {
        return sourceLinesOf(processing(), sighting, {}, fullTtl, now, now)[1].value;
    };
    using State = RecordSighting::State;
    QCOMPARE(valueOf({State::NotSaid, {}}), u"no database is configured"_s);
    QCOMPARE(valueOf({State::NoDatabase, {}}), u"there is none"_s);
    QCOMPARE(valueOf({State::Asking, {}}), u"asking"_s);
    const RecordAnswer silent{PromptId("job-1"), {}, u"the server closed the connection\x1b[2J"_s, now};
    const SourceLine line = sourceLinesOf(processing(), {State::Answered, silent}, {}, fullTtl, now, now)[1];
    QCOMPARE(line.value, u"no answer"_s);
    QVERIFY(!line.isDeviating);
    QVERIFY(line.explanation.contains(u"closed the connection"_s));
    QVERIFY(!line.explanation.contains(u'\x1b'));
}

QTEST_GUILESS_MAIN(TestSourceLines)
#include "tst_sourcelines.moc"

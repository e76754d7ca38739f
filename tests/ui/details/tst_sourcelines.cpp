// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/sourcelines.h"

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
    void threeSourcesWithTheirTimes();
    void deviationsAreMarked_data();
    void deviationsAreMarked();
    void whoIsNotAskedIsSaid();
};

void TestSourceLines::threeSourcesWithTheirTimes()
{
    const QList<SourceLine> lines = sourceLinesOf(processing(), saying(Presence::Running), fullTtl, now, now);
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
    QTEST(sourceLinesOf(job, saying(presence), fullTtl, now, now)[2].isDeviating, "isDeviating");
}

void TestSourceLines::whoIsNotAskedIsSaid()
{
    ComfySighting sighting;
    sighting.state = ComfySighting::State::NotAllowed;
    sighting.serverUrl = u"http://gpu-2:8188"_s;
    const SourceLine line = sourceLinesOf(processing(), sighting, fullTtl, now, now)[2];
    QCOMPARE(line.value, u"not contacted: not allowed"_s);
    QVERIFY(line.age.isEmpty());
}

QTEST_GUILESS_MAIN(TestSourceLines)
#include "tst_sourcelines.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobcelltext.h"

#include <QtTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 now = 1'763'905'287'412;

/// One job in a table of its own.
class OneJob
{
public:
    OneJob()
    {
        row.id = PackedId::fromUuid("d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41").value();
        row.status = JobStatus::Processing;
        row.flags = JobRow::HasStartedAt | JobRow::HasTtl;
        row.startedAt = now - 60'000;
        row.expiresAt = now + 7'140'000;
    }
    JobRow row;

    StringId text(const QByteArray &text)
    {
        m_batch.strings.push_back({static_cast<StringId>(m_batch.strings.size() + 1), text});
        return m_batch.strings.back().id;
    }
    QString shown(JobColumn column) { return jobCellText(column, row, context()); }
    QString toolTip(JobColumn column) { return jobCellToolTip(column, row, context()); }
    QString spoken(JobColumn column) { return jobCellSpoken(column, row, context()); }
    QVariant value(JobColumn column) { return jobCellValue(column, row, context()); }
    bool warns(JobColumn column) { return jobCellWarns(column, row, context()); }

private:
    JobCellContext context()
    {
        m_batch.upserts = {row};
        m_table.apply(m_batch);
        return {&m_table, 2h, 10min, now};
    }
    FeedBatch m_batch;
    JobTable m_table;
};

} // namespace

class TestJobCellText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void host_data();
    void host();
    void saysWhatIsNotKnown();
    void tellsUnreadableJobs();
    void warnsOfSilenceOfOpenJobsOnly();
    void warnsOfWhatIsDoubtful();
    void showsTextsAsPlainText();
    void hidesCredentialsOfUrls();
    void isExactInToolTips();
    void isReadOut();
};

void TestJobCellText::host_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("with port") << QByteArray("http://gpu-2:8188") << QByteArray("gpu-2");
    QTest::newRow("with path") << QByteArray("https://gpu-2.local/comfy/") << QByteArray("gpu-2.local");
    QTest::newRow("with user") << QByteArray("http://me:secret@gpu-2:8188/x") << QByteArray("gpu-2");
    QTest::newRow("IPv6") << QByteArray("http://[::1]:8188") << QByteArray("[::1]");
    QTest::newRow("IPv6 without port") << QByteArray("http://[fe80::1]") << QByteArray("[fe80::1]");
    QTest::newRow("no scheme") << QByteArray("gpu-2:8188") << QByteArray("gpu-2");
    QTest::newRow("no host") << QByteArray("http://") << QByteArray("http://");
    QTest::newRow("empty") << QByteArray() << QByteArray();
}

void TestJobCellText::host()
{
    QFETCH(const QByteArray, url);
    QFETCH(const QByteArray, host);
    QCOMPARE(hostOf(url).toByteArray(), host);
}

void TestJobCellText::saysWhatIsNotKnown()
{
    OneJob job;
    job.row.status = JobStatus::Queued;
    job.row.progress = 30;
    job.row.flags = 0;
    for (const JobColumn column : {JobColumn::Progress, JobColumn::Type, JobColumn::User, JobColumn::Server,
             JobColumn::Age, JobColumn::Silence})
        QCOMPARE(job.shown(column), unknownText());
    QCOMPARE(job.shown(JobColumn::Ttl), u"no TTL"_s);
    QVERIFY(!job.value(JobColumn::Progress).isValid());
    QVERIFY(!job.value(JobColumn::Silence).isValid());
}

void TestJobCellText::tellsUnreadableJobs()
{
    OneJob job;
    job.row.unreadable = Unreadable::NotJson;
    job.row.reason = job.text("not JSON (byte 17)");
    QCOMPARE(job.shown(JobColumn::Status), u"unreadable"_s);
    QVERIFY(job.warns(JobColumn::Status));
    QCOMPARE(job.shown(JobColumn::Progress), unknownText());
    QCOMPARE(job.toolTip(JobColumn::Status), u"unreadable\nnot JSON (byte 17)"_s);
    QCOMPARE(job.spoken(JobColumn::Status), u"unreadable, not JSON (byte 17)"_s);
}

void TestJobCellText::warnsOfSilenceOfOpenJobsOnly()
{
    OneJob job;
    QVERIFY(!job.warns(JobColumn::Silence));
    job.row.expiresAt = now + 7'200'000 - 600'000;
    QVERIFY(!job.warns(JobColumn::Silence)); // exactly the limit
    job.row.expiresAt -= 1;
    QVERIFY(job.warns(JobColumn::Silence));
    QVERIFY(job.toolTip(JobColumn::Silence).contains(u"Longer than 10 m 00 s"_s));
    job.row.status = JobStatus::Completed;
    QVERIFY(!job.warns(JobColumn::Silence));
}

void TestJobCellText::warnsOfWhatIsDoubtful()
{
    OneJob job;
    job.row.reason = job.text("its promptId is \"other\"");
    job.row.doubts = static_cast<quint8>(JobDoubt::IdDiffers);
    QVERIFY(job.warns(JobColumn::PromptId));
    QVERIFY(!job.warns(JobColumn::Age));
    QVERIFY(job.toolTip(JobColumn::PromptId).endsWith(u"its promptId is \"other\""_s));
    QVERIFY(!job.toolTip(JobColumn::Type).contains(u"other"_s));
    job.row.doubts = static_cast<quint8>(JobDoubt::StartedInFuture);
    QVERIFY(job.warns(JobColumn::Age));
    job.row.flags = JobRow::HasStartedAt;
    QVERIFY(job.warns(JobColumn::Ttl));
}

void TestJobCellText::showsTextsAsPlainText()
{
    OneJob job;
    job.row.user = job.text("<b>a\nb</b>");
    QCOMPARE(job.shown(JobColumn::User), u"<b>a\\x0Ab</b>"_s);
    job.row.id = {0, job.text("odd id\t\xE2\x80\xAE!")};
    job.row.flags |= JobRow::IdIsPooled;
    QCOMPARE(job.shown(JobColumn::PromptId), u"odd id\\x09\\u{202E}!"_s);
}

void TestJobCellText::hidesCredentialsOfUrls()
{
    OneJob job;
    job.row.server = job.text("http://me:secret@gpu-2:8188/path@x?token=1");
    QCOMPARE(job.shown(JobColumn::Server), u"gpu-2"_s);
    QCOMPARE(job.toolTip(JobColumn::Server), u"http://gpu-2:8188/path@x"_s);
}

void TestJobCellText::isExactInToolTips()
{
    OneJob job;
    job.row.progress = 33.25F;
    job.row.startedAt = now - 3'661'500;
    QCOMPARE(job.shown(JobColumn::Progress), u"33 %"_s);
    QCOMPARE(job.toolTip(JobColumn::Progress), u"33.25 %"_s);
    QCOMPARE(job.shown(JobColumn::Age), u"1 h 01 m"_s);
    QVERIFY(job.toolTip(JobColumn::Age).startsWith(u"1 h 01 m 1.500 s\nStarted 2025-11-23"_s));
    QVERIFY(job.toolTip(JobColumn::Ttl).contains(u"Expires 2025-11-23"_s));
}

void TestJobCellText::isReadOut()
{
    OneJob job;
    job.row.progress = 40;
    QCOMPARE(job.spoken(JobColumn::Status), u"processing, 40 percent"_s);
    QCOMPARE(job.spoken(JobColumn::Progress), u"40 percent"_s);
    QCOMPARE(job.spoken(JobColumn::User), u"not known"_s);
    job.row.expiresAt = now + 7'200'000 - 700'000;
    QCOMPARE(job.spoken(JobColumn::Silence), u"11 m 40 s, too long"_s);
}

QTEST_GUILESS_MAIN(TestJobCellText)
#include "tst_jobcelltext.moc"

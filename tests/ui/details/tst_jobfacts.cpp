// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/jobfacts.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const Timestamp now(1763906599000ms); // 2025-11-23 14:03:19 UTC

JobDetails usualJob()
{
    JobDetails job;
    job.id = PromptId("d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41");
    job.type = "image_generation";
    job.user = "usr_23817";
    job.server = "http://gpu-2:8188";
    job.status = JobStatus::Processing;
    job.progress = 40;
    job.startedAt = now - 21min - 52s;
    job.expiresAt = now + 2h - 14min - 11s;
    return job;
}

QString valueOf(const QList<JobFact> &facts, const QString &label)
{
    for (const JobFact &fact : facts) {
        if (fact.label == label)
            return fact.value;
    }
    return u"no such line"_s;
}

QList<JobFact> facts(const JobDetails &job, const std::optional<ReadFacts> &read = std::nullopt)
{
    return factsOf(job, read, JobSchema(), now);
}

} // namespace

class TestJobFacts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void momentsAreAbsoluteAndRelative()
    {
        const auto shown = facts(usualJob());
        QCOMPARE(valueOf(shown, u"Started"_s), u"13:41:27 UTC · 21 m 52 s ago"_s);
        QCOMPARE(valueOf(shown, u"Last write"_s), u"13:49:08 UTC · 14 m 11 s ago"_s);
        QCOMPARE(valueOf(shown, u"Expires"_s), u"15:49:08 UTC · in 1 h 45 m"_s);
    }

    void whatIsNotSaidIsADash()
    {
        JobDetails job;
        job.id = PromptId("a");
        for (const JobFact &fact : facts(job)) {
            if (fact.label != "Expires"_L1)
                QCOMPARE(fact.value, u"—"_s);
        }
        QCOMPARE(valueOf(facts(job), u"Expires"_s), u"never"_s);
    }

    void linesAreAlwaysTheSame() { QCOMPARE(facts(usualJob()).size(), facts(JobDetails()).size()); }

    void anExtendedTtlTellsNoWrite()
    {
        JobDetails job = usualJob();
        job.expiresAt = now + 20h;
        QCOMPARE(valueOf(facts(job), u"Last write"_s), u"—"_s);
    }

    void clocksThatDifferALittleMakeNoFuture()
    {
        JobDetails job = usualJob();
        job.expiresAt = now + 2h + 400ms;
        QCOMPARE(valueOf(facts(job), u"Last write"_s), u"14:03:19 UTC · 0 s ago"_s);
    }

    void startInTheFutureIsSaid()
    {
        JobDetails job = usualJob();
        job.startedAt = now + 3h;
        job.doubts = static_cast<quint8>(JobDoubt::StartedInFuture);
        QCOMPARE(valueOf(facts(job), u"Started"_s), u"17:03:19 UTC · in 3 h 00 m"_s);
    }

    void credentialsInAServersUrlAreNotShown()
    {
        JobDetails job = usualJob();
        job.server = "http://bob:secret@gpu-2:8188/a?token=x";
        QCOMPARE(valueOf(facts(job), u"Server"_s), u"http://gpu-2:8188/a"_s);
    }

    void oddTextsAreEscapedAndBounded()
    {
        JobDetails job = usualJob();
        job.user = "a\xE2\x80\xAE"
                   "b\n";
        job.type = QByteArray(10'000, 'x');
        QCOMPARE(valueOf(facts(job), u"User"_s), u"a\\u{202E}b\\x0A"_s);
        QCOMPARE(valueOf(facts(job), u"Type"_s).size(), 513);
    }

    void theDocumentTellsCharacterClientAndSize()
    {
        JobReading reading;
        reading.exists = reading.hasValue = true;
        reading.value
            = R"({"promptId":"a","type":"t","userId":"u","characterId":"chr_1","status":"queued","progress":0,)"
              R"("startedAt":1763905287412,"clientId":"api-7f3c","serverUrl":"http://g"})";
        reading.size = reading.value.size();
        const ReadFacts read = readFactsOf(reading);
        QCOMPARE(read.character, u"chr_1"_s);
        QCOMPARE(read.client, u"api-7f3c"_s);
        const auto shown = facts(usualJob(), read);
        QCOMPARE(valueOf(shown, u"Character"_s), u"chr_1"_s);
        QCOMPARE(valueOf(shown, u"Size"_s), u"%1 bytes"_s.arg(reading.size));
    }

    void anUnreadableDocumentTellsItsSize()
    {
        JobReading reading;
        reading.exists = reading.hasValue = true;
        reading.value = "not JSON";
        reading.size = 8;
        QCOMPARE(readFactsOf(reading), (ReadFacts{std::nullopt, std::nullopt, 8}));
    }

    void eachDoubtIsASentence()
    {
        QVERIFY(doubtSentences(0).isEmpty());
        QCOMPARE(doubtSentences(15).count(u'.'), 4);
    }
};

QTEST_APPLESS_MAIN(TestJobFacts)
#include "tst_jobfacts.moc"

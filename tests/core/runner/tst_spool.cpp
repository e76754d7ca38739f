// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/spool.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

SpooledJob spooledJob(const QByteArray &id)
{
    SpooledJob job;
    job.promptId = PromptId(id);
    job.document = "{\"promptId\":\"x\",\"extra\":\xff}";
    job.standing = "{}";
    return job;
}

comfyui::JobEvidence failedEnd(const PromptId &id)
{
    comfyui::JobEvidence end;
    end.promptId = id;
    end.presence = comfyui::Presence::DoneError;
    end.outputsJson = R"({"9":{}})";
    end.errorText = u"KSampler (node 3): out of memory"_s;
    end.endedAt = Timestamp(std::chrono::milliseconds(1'763'900'000'123));
    return end;
}

} // namespace

class TestSpool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsExactBytes();
    void keepsAnEnd();
    void theNewestReplacesTheOneBefore();
    void forgetsWhatIsWritten();
    void anEarlierRunsAreFound();
    void whatIsAnothersStays();
    void eachRedisHasAFolderOfItsOwn();
    void passesOverWhatItCannotRead();
    void saysWhereItCannotWrite();
};

void TestSpool::keepsExactBytes()
{
    const SpooledJob job = spooledJob(QByteArray("\xff\x00/../a", 7));
    QCOMPARE(spooledJobFrom(spoolText(job)), job);
}

void TestSpool::keepsAnEnd()
{
    SpooledJob job = spooledJob("a");
    job.end = failedEnd(job.promptId);
    QCOMPARE(spooledJobFrom(spoolText(job)), job);
}

void TestSpool::theNewestReplacesTheOneBefore()
{
    const QTemporaryDir folder;
    Spool spool(folder.filePath(u"spool"_s));
    QVERIFY(spool.keep(spooledJob("a")));
    SpooledJob newer = spooledJob("a");
    newer.document = "{\"progress\":7}";
    QVERIFY(spool.keep(newer));
    QCOMPARE(spool.count(), 1);
    QCOMPARE(spool.all(), QList<SpooledJob>{newer});
}

void TestSpool::forgetsWhatIsWritten()
{
    const QTemporaryDir folder;
    Spool spool(folder.path());
    QVERIFY(spool.keep(spooledJob("a")));
    QVERIFY(spool.keep(spooledJob("b")));
    spool.forget(PromptId("a"));
    spool.forget(PromptId("c"));
    QCOMPARE(spool.all(), QList<SpooledJob>{spooledJob("b")});
    QCOMPARE(spool.count(), 1);
}

void TestSpool::anEarlierRunsAreFound()
{
    const QTemporaryDir folder;
    {
        Spool spool(folder.path());
        QVERIFY(spool.keep(spooledJob("a")));
    }
    Spool spool(folder.path());
    QCOMPARE(spool.count(), 0);
    QCOMPARE(spool.all().size(), 1);
    spool.forget(PromptId("a")); // not ours to forget
    QCOMPARE(spool.all().size(), 1);
    spool.adopt(PromptId("a"));
    spool.forget(PromptId("a"));
    QCOMPARE(spool.all().size(), 0);
}

void TestSpool::whatIsAnothersStays()
{
    const QTemporaryDir folder;
    Spool his(folder.path());
    QVERIFY(his.keep(spooledJob("a")));
    Spool spool(folder.path());
    spool.adopt(PromptId("a"));
    spool.leave(PromptId("a"));
    QCOMPARE(spool.count(), 0);
    spool.forget(PromptId("a"));
    QCOMPARE(spool.all().size(), 1);
}

void TestSpool::eachRedisHasAFolderOfItsOwn()
{
    const auto redis = [](const QString &url) { return *redis::parseRedisUrl(url); };
    const JobSchema usual;
    JobSchema other;
    other.prefix = "studio:job:";
    const redis::ConnectionOptions here = redis(u"redis://ann:secret@gpu:6379/0"_s);
    const QStringList folders{spoolFolder(here, usual), spoolFolder(here, other),
        spoolFolder(redis(u"redis://gpu:6379/1"_s), usual),
        spoolFolder(redis(u"redis://gpu:6380/0"_s), usual), spoolFolder(here, usual, u"console"_s)};
    QCOMPARE(QSet(folders.begin(), folders.end()).size(), folders.size());
    // Whoever signs in, it is the same Redis.
    QCOMPARE(spoolFolder(redis(u"redis://gpu:6379/0"_s), usual), folders.first());
    QVERIFY(!folders.first().contains(u"secret"_s));

    const QTemporaryDir root;
    Spool console(root.filePath(u"x/console"_s));
    QVERIFY(console.keep(spooledJob("a")));
    QVERIFY(Spool(root.filePath(u"x"_s)).all().isEmpty()); // a folder within is another's
}

void TestSpool::passesOverWhatItCannotRead()
{
    const QTemporaryDir folder;
    Spool spool(folder.path());
    QVERIFY(spool.keep(spooledJob("a")));
    QFile broken(folder.filePath(u"broken.json"_s));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("{\"promptId\":");
    broken.close();
    QCOMPARE(spool.all().size(), 1);
    QVERIFY(broken.exists());
}

void TestSpool::saysWhereItCannotWrite()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    Spool spool(folder.filePath(u"file/spool"_s));
    const Result<void> kept = spool.keep(spooledJob("a"));
    QVERIFY(!kept);
    QCOMPARE(kept.error().kind, Error::Kind::ReadOnly);
    QCOMPARE(spool.count(), 0);
}

QTEST_GUILESS_MAIN(TestSpool)
#include "tst_spool.moc"

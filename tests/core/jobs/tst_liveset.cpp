// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobpagereader.h"
#include "core/jobs/jobtable.h"
#include "core/jobs/liveset.h"

#include <QRandomGenerator>
#include <QTest>
#include <QUuid>

using namespace emberwatch;

namespace {

constexpr qint64 serverNow = 1'800'000'000'000;

/// A document and the padding that the parser may read behind it.
struct Document
{
    explicit Document(QByteArray text)
        : size(text.size())
        , bytes(text + QByteArray(64, '\0'))
    {
    }
    [[nodiscard]] QByteArrayView view() const { return QByteArrayView(bytes).first(size); }
    qsizetype size;
    QByteArray bytes;
};

QByteArray jobText(QByteArrayView id, QByteArrayView status, int progress)
{
    return "{\"promptId\":\"" + id.toByteArray()
        + "\",\"type\":\"face_swap\",\"userId\":\"usr_1\",\"status\":\"" + status.toByteArray()
        + "\",\"progress\":" + QByteArray::number(progress)
        + ",\"startedAt\":1799999999000,\"serverUrl\":\"http://gpu-1:8188\"}";
}

ListedJob listed(const Document &document, qint64 pttl = 7'000'000)
{
    ListedJob job;
    job.value = document.view();
    job.size = document.size;
    job.hasValue = true;
    job.pttl = pttl;
    return job;
}

QByteArray newId()
{
    return QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
}

LiveSet makeSet()
{
    return LiveSet(JobSchema(), DocumentLimits(), false);
}

QByteArray idOf(const LiveSet &set, JobSlot slot)
{
    QByteArray id;
    set.appendId(slot, id);
    return id;
}

} // namespace

class TestLiveSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsNewChangedAndSame();
    void aRenewedTtlIsAChange();
    void sameFrameAddAndRemoveLeavesNoTrace();
    void aSlotIsNotReusedWithinABatch();
    void unreadableValuesAreListedWithTheirReason();
    void doubtsAreSaid();
    void oddIdsAreKept();
    void listingFindsTheUnseen();
    void dueFollowsTheDeadline();
    void batchesAddUpToTheSet();
};

void TestLiveSet::tellsNewChangedAndSame()
{
    LiveSet set = makeSet();
    const QByteArray id = newId();
    const Document first(jobText(id, "queued", 0));
    const Document second(jobText(id, "processing", 40));
    QCOMPARE(set.observe(id, listed(first), 0, serverNow), LiveSet::Effect::Added);
    QCOMPARE(set.observe(id, listed(first), 0, serverNow + 3), LiveSet::Effect::Unchanged);
    QCOMPARE(set.observe(id, listed(second), 0, serverNow + 3), LiveSet::Effect::Changed);
    QCOMPARE(set.size(), 1);
    const FeedBatch batch = set.takePending();
    QCOMPARE(batch.upserts.size(), size_t(1));
    QCOMPARE(batch.upserts.front().status, JobStatus::Processing);
    QCOMPARE(batch.upserts.front().progress, 40.F);
    QVERIFY(!set.hasPending());
}

void TestLiveSet::aRenewedTtlIsAChange()
{
    LiveSet set = makeSet();
    const QByteArray id = newId();
    const Document document(jobText(id, "processing", 40));
    set.observe(id, listed(document, 7'000'000), 0, serverNow);
    (void)set.takePending();
    QCOMPARE(set.observe(id, listed(document, 6'995'000), 0, serverNow + 5000), LiveSet::Effect::Unchanged);
    QCOMPARE(set.observe(id, listed(document, 7'200'000), 0, serverNow + 5000), LiveSet::Effect::Changed);
    QCOMPARE(set.takePending().upserts.front().expiresAt, serverNow + 5000 + 7'200'000);
    QCOMPARE(set.observe(id, listed(document, -1), 0, serverNow + 5000), LiveSet::Effect::Changed);
    QVERIFY(!set.takePending().upserts.front().has(JobRow::HasTtl));
}

void TestLiveSet::sameFrameAddAndRemoveLeavesNoTrace()
{
    LiveSet set = makeSet();
    const QByteArray a = newId();
    const QByteArray b = newId();
    set.observe(a, listed(Document(jobText(a, "queued", 0))), 0, serverNow);
    set.observe(b, listed(Document(jobText(b, "queued", 0))), 0, serverNow);
    set.remove(*set.find(a), RemovalCause::Deleted);
    const FeedBatch batch = set.takePending();
    QVERIFY(batch.removals.empty());
    QCOMPARE(batch.upserts.size(), size_t(1));
    QCOMPARE(batch.upserts.front().slot, *set.find(b));
    QVERIFY(!set.find(a));
}

void TestLiveSet::aSlotIsNotReusedWithinABatch()
{
    LiveSet set = makeSet();
    const QByteArray a = newId();
    const QByteArray b = newId();
    set.observe(a, listed(Document(jobText(a, "queued", 0))), 0, serverNow);
    const JobSlot slot = *set.find(a);
    (void)set.takePending();
    set.remove(slot, RemovalCause::Expired);
    set.observe(b, listed(Document(jobText(b, "queued", 0))), 0, serverNow);
    QVERIFY(*set.find(b) != slot);
    const FeedBatch batch = set.takePending();
    QCOMPARE(batch.removals.size(), size_t(1));
    QCOMPARE(batch.removals.front().cause, RemovalCause::Expired);
    const QByteArray c = newId();
    set.observe(c, listed(Document(jobText(c, "queued", 0))), 0, serverNow);
    QCOMPARE(*set.find(c), slot);
}

void TestLiveSet::unreadableValuesAreListedWithTheirReason()
{
    LiveSet set = makeSet();
    const Document broken("{\"promptId\":");
    set.observe("broken", listed(broken), 0, serverNow);
    ListedJob hash;
    hash.redisType = "hash";
    hash.pttl = -1;
    set.observe("hash", hash, 0, serverNow);
    ListedJob huge;
    huge.size = 2 << 20;
    set.observe("huge", huge, 0, serverNow);
    JobTable table;
    table.apply(set.takePending());
    QCOMPARE(table.counts().unreadable, 3);
    const auto reason
        = [&](QByteArrayView id) { return table.strings().text(table.row(*set.find(id)).reason); };
    QVERIFY2(reason("broken").contains("JSON"), reason("broken").constData());
    QVERIFY2(reason("hash").contains("hash"), reason("hash").constData());
    QVERIFY2(!reason("huge").isEmpty(), reason("huge").constData());
}

void TestLiveSet::doubtsAreSaid()
{
    LiveSet set = makeSet();
    set.observe("the-key", listed(Document(jobText("another", "queued", 0)), -1), 0, serverNow);
    const FeedBatch batch = set.takePending();
    const JobRow &row = batch.upserts.front();
    QVERIFY(row.isReadable());
    QCOMPARE(row.doubts, quint8(JobDoubt::IdDiffers) | quint8(JobDoubt::NoTtl));
    QVERIFY(row.reason != 0);
}

void TestLiveSet::oddIdsAreKept()
{
    LiveSet set = makeSet();
    const QByteArrayList ids{"a b", "\"quoted\"", "cr\r\nlf", "glob*?[x]", "\xff\xfe",
        QByteArray(10'000, 'x'), "5D9EDB1C-B8B4-4E7C-8AF5-9E4B8E0C3F41",
        "5d9edb1c-b8b4-4e7c-8af5-9e4b8e0c3f41"};
    for (const QByteArray &id : ids)
        set.observe(id, listed(Document(jobText("x", "queued", 0))), 0, serverNow);
    QCOMPARE(set.size(), ids.size());
    for (const QByteArray &id : ids) {
        QVERIFY(set.find(id));
        QCOMPARE(idOf(set, *set.find(id)), id);
    }
}

void TestLiveSet::listingFindsTheUnseen()
{
    LiveSet set = makeSet();
    set.beginListing(0);
    const Document document(jobText("x", "queued", 0));
    for (const char *id : {"a", "b", "c"})
        set.observe(QByteArrayView(id), listed(document), 0, serverNow);
    QVERIFY(set.unseen(0).empty());
    set.beginListing(0);
    set.observe("a", listed(document), 0, serverNow);
    set.observe("d", listed(document), 0, serverNow);
    QCOMPARE(set.unseen(0), (std::vector<JobSlot>{*set.find("b"), *set.find("c")}));
}

void TestLiveSet::dueFollowsTheDeadline()
{
    LiveSet set = makeSet();
    const Document document(jobText("x", "queued", 0));
    set.observe("soon", listed(document, 5'000), 0, serverNow);
    set.observe("moved", listed(document, 5'000), 0, serverNow);
    set.observe("moved", listed(document, 60'000), 0, serverNow);
    set.observe("brought forward", listed(document, 7'000'000), 0, serverNow);
    set.observe("brought forward", listed(document, 6'000), 0, serverNow);
    QVERIFY(set.due(serverNow + 4'900).empty());
    QCOMPARE(set.due(serverNow + 5'600), std::vector<JobSlot>{*set.find("soon")});
    QVERIFY(set.isPastDeadline(*set.find("soon"), serverNow + 5'600));
    QVERIFY(!set.isPastDeadline(*set.find("moved"), serverNow + 5'600));
    const auto next = set.due(serverNow + 6'600);
    QVERIFY(std::find(next.begin(), next.end(), *set.find("brought forward")) != next.end());
    // Still there although its time has come (a server that expires late): asked again.
    const auto again = set.due(serverNow + 7'900);
    QVERIFY(std::find(again.begin(), again.end(), *set.find("soon")) != again.end());
    const auto last = set.due(serverNow + 61'000);
    QVERIFY(std::find(last.begin(), last.end(), *set.find("moved")) != last.end());
}

void TestLiveSet::batchesAddUpToTheSet()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo() << "seed" << seed;
    QRandomGenerator random(seed);
    LiveSet set = makeSet();
    JobTable table;
    QHash<QByteArray, int> model;
    QByteArrayList ids;
    for (int i = 0; i < 300; ++i)
        ids += i % 3 == 0 ? "odd " + QByteArray::number(i) : newId();
    for (int step = 0; step < 20'000; ++step) {
        const QByteArray &id = ids[random.bounded(static_cast<int>(ids.size()))];
        if (random.bounded(3) == 0) {
            if (const auto slot = set.find(id))
                set.remove(*slot, RemovalCause::Deleted);
            model.remove(id);
        } else {
            const int progress = random.bounded(100);
            set.observe(id, listed(Document(jobText(id, "processing", progress))), 0, serverNow);
            model[id] = progress;
        }
        if (random.bounded(10) == 0)
            table.apply(set.takePending());
    }
    table.apply(set.takePending());
    QCOMPARE(set.size(), model.size());
    QCOMPARE(table.counts().total, model.size());
    for (auto it = model.cbegin(); it != model.cend(); ++it) {
        const auto slot = set.find(it.key());
        QVERIFY(slot && table.contains(*slot));
        QCOMPARE(table.row(*slot).progress, static_cast<float>(it.value()));
        QCOMPARE(table.idOf(table.row(*slot)), it.key());
        QCOMPARE(table.strings().text(table.row(*slot).user), QByteArray("usr_1"));
    }
}

QTEST_GUILESS_MAIN(TestLiveSet)
#include "tst_liveset.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobtablemodel.h"

#include "tests/support/updatemaker.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include <algorithm>
#include <random>
#include <set>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

/// A model at a simulated feed, under the eye of Qt's tester of models.
class Bench
{
public:
    explicit Bench(quint32 seed = 1)
        : updates(seed)
        , model({}, [this] { return Timestamp(std::chrono::milliseconds(updates.feed.now)); })
        , m_tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest)
    {
    }

    UpdateMaker updates;
    JobTableModel model;

    /// The model shows exactly the rows that the arranger has.
    [[nodiscard]] bool isRight() const
    {
        const std::vector<JobSlot> &order = *updates.arranger.shown();
        if (model.rowCount() != static_cast<int>(order.size()))
            return false;
        for (int row = 0; row < model.rowCount(); ++row) {
            const JobSlot slot = order[static_cast<size_t>(row)];
            if (model.slotAt(row) != slot || model.rowAt(row) != updates.arranger.table().row(slot)
                || model.rowOf(slot) != row)
                return false;
        }
        return true;
    }

private:
    QAbstractItemModelTester m_tester;
};

struct Kept
{
    QPersistentModelIndex index;
    QByteArray id;
};

std::vector<Kept> keepEveryTenth(const JobTableModel &model)
{
    std::vector<Kept> kept;
    for (int row = 0; row < model.rowCount(); row += 10) {
        const QModelIndex index = model.index(row, row % model.columnCount());
        kept.push_back({QPersistentModelIndex(index), index.data(JobTableModel::IdRole).toByteArray()});
    }
    return kept;
}

/// Each kept index points at the same job as before, or is invalid where that job is not shown any more.
bool pointAtTheirJobs(const std::vector<Kept> &kept, const JobTableModel &model)
{
    std::set<QByteArray> shown;
    for (int row = 0; row < model.rowCount(); ++row)
        shown.insert(model.index(row, 0).data(JobTableModel::IdRole).toByteArray());
    return std::all_of(kept.begin(), kept.end(), [&](const Kept &each) {
        if (!each.index.isValid())
            return shown.count(each.id) == 0;
        return each.index.data(JobTableModel::IdRole).toByteArray() == each.id;
    });
}

} // namespace

class TestJobTableModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyAtFirst();
    void followsRandomUpdates_data();
    void followsRandomUpdates();
    void keepsIndexesOnTheirJobs();
    void reportsChangedValuesOfVisibleRowsOnly();
    void insertsAndRemovesAtTheEnd();
    void givesTextsAndNumbers();
    void forwardsSortingToTheIndex();
    void holdsThePictureWhilePaused();
    void lettingTimeStandStillWhileStale();
    void appliesManyUpdatesToManyRows();
};

void TestJobTableModel::isEmptyAtFirst()
{
    Bench bench;
    QCOMPARE(bench.model.rowCount(), 0);
    QCOMPARE(bench.model.columnCount(), jobColumnCount);
    QVERIFY(!bench.model.isPaused());
    QVERIFY(!bench.model.isStale());
    bench.model.apply({});
    QCOMPARE(bench.model.rowCount(), 0);
}

void TestJobTableModel::followsRandomUpdates_data()
{
    QTest::addColumn<QString>("filter");
    QTest::newRow("all jobs") << QString();
    QTest::newRow("filtered") << u"status:processing OR status:failed"_s;
}

void TestJobTableModel::followsRandomUpdates()
{
    QFETCH(const QString, filter);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const auto upTo
        = [&random](int most) { return static_cast<int>(random() % static_cast<unsigned>(most + 1)); };
    Bench bench(seed);
    bench.model.apply(bench.updates.filter(filter::parse(filter).expression));
    for (int round = 0; round < 200; ++round) {
        switch (upTo(9)) {
        case 0:
            bench.model.apply(bench.updates.sort({static_cast<JobColumn>(upTo(8)), upTo(1) == 0}));
            break;
        case 1:
            bench.model.apply(bench.updates.next(0, 0, upTo(60)));
            break;
        case 2:
            bench.model.apply(bench.updates.next(upTo(10), upTo(20), upTo(10), 3));
            break;
        default:
            bench.model.apply(bench.updates.next(upTo(20), upTo(40), upTo(15)));
        }
        QVERIFY(bench.isRight());
    }
    bench.model.apply(bench.updates.next(0, 0, 100'000)); // FLUSHALL
    QVERIFY(bench.isRight());
    QCOMPARE(bench.model.rowCount(), 0);
    bench.model.apply(bench.updates.next(50, 0, 0));
    QVERIFY(bench.isRight());
}

void TestJobTableModel::keepsIndexesOnTheirJobs()
{
    Bench bench(5);
    bench.updates.feed.oddOneIn = 5;
    bench.model.apply(bench.updates.next(400, 0, 0));
    for (int round = 0; round < 60; ++round) {
        const std::vector<Kept> kept = keepEveryTenth(bench.model);
        // Several batches, so that a slot may be another job's at the end.
        bench.model.apply(bench.updates.next(10, 20, 12, 1 + round % 4));
        QVERIFY(pointAtTheirJobs(kept, bench.model));
    }
    const std::vector<Kept> kept = keepEveryTenth(bench.model);
    bench.model.apply(bench.updates.sort({JobColumn::User, false}));
    QVERIFY(pointAtTheirJobs(kept, bench.model));
    bench.model.apply(bench.updates.filter(filter::parse(u"status:failed"_s).expression));
    QVERIFY(pointAtTheirJobs(kept, bench.model));
}

void TestJobTableModel::reportsChangedValuesOfVisibleRowsOnly()
{
    Bench bench;
    bench.updates.feed.oddOneIn = 0;
    bench.model.apply(bench.updates.sort({JobColumn::User, false}));
    bench.model.apply(bench.updates.next(100, 0, 0));
    bench.model.setVisibleRows(10, 19);
    QSignalSpy changed(&bench.model, &QAbstractItemModel::dataChanged);
    QSignalSpy layouts(&bench.model, &QAbstractItemModel::layoutChanged);

    auto batch = std::make_shared<FeedBatch>();
    for (const int row : {3, 9, 11, 12, 13, 19, 20}) {
        JobRow job = bench.model.rowAt(row);
        job.progress = 12;
        batch->upserts.push_back(job);
    }
    bench.model.apply(bench.updates.apply(batch));
    QCOMPARE(layouts.count(), 0);
    QCOMPARE(changed.count(), 2); // rows 11 to 13 are neighbours
    QCOMPARE(changed[0][0].toModelIndex(), bench.model.index(11, 0));
    QCOMPARE(changed[0][1].toModelIndex(), bench.model.index(13, jobColumnCount - 1));
    QCOMPARE(changed[1][0].toModelIndex().row(), 19);

    bench.model.setVisibleRows(0, -1);
    bench.model.apply(bench.updates.apply(batch));
    QCOMPARE(changed.count(), 2);
}

void TestJobTableModel::insertsAndRemovesAtTheEnd()
{
    Bench bench;
    bench.model.apply(bench.updates.next(100, 0, 0));
    QSignalSpy inserted(&bench.model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&bench.model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy layouts(&bench.model, &QAbstractItemModel::layoutChanged);
    QSignalSpy resets(&bench.model, &QAbstractItemModel::modelReset);
    bench.model.apply(bench.updates.next(10, 0, 0));
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(inserted[0][1].toInt(), 100);
    QCOMPARE(inserted[0][2].toInt(), 109);
    bench.model.apply(bench.updates.next(0, 0, 30));
    QCOMPARE(removed.count(), 1);
    QCOMPARE(removed[0][1].toInt(), 80);
    QCOMPARE(removed[0][2].toInt(), 109);
    QCOMPARE(layouts.count(), 2);
    QCOMPARE(resets.count(), 0);
}

void TestJobTableModel::givesTextsAndNumbers()
{
    Bench bench;
    auto batch = std::make_shared<FeedBatch>();
    batch->strings = {{1, "http://gpu-2:8188"}, {2, "usr_1"}};
    JobRow job;
    job.id = PackedId::fromUuid("d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41").value();
    job.status = JobStatus::Processing;
    job.progress = 40.7F;
    job.server = 1;
    job.user = 2;
    job.flags = JobRow::HasStartedAt | JobRow::HasTtl;
    job.startedAt = bench.updates.feed.now - 1'312'000;
    job.expiresAt = bench.updates.feed.now + 6'349'000;
    batch->upserts = {job};
    bench.model.apply(bench.updates.apply(batch));

    const auto text
        = [&](JobColumn column) { return bench.model.index(0, static_cast<int>(column)).data().toString(); };
    const auto value = [&](JobColumn column) {
        return bench.model.index(0, static_cast<int>(column)).data(JobTableModel::SortRole);
    };
    QCOMPARE(text(JobColumn::Status), u"processing"_s);
    QCOMPARE(text(JobColumn::Progress), u"40 %"_s);
    QCOMPARE(text(JobColumn::PromptId), u"d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41"_s);
    QCOMPARE(text(JobColumn::User), u"usr_1"_s);
    QCOMPARE(text(JobColumn::Server), u"gpu-2"_s);
    QCOMPARE(text(JobColumn::Age), u"21 m 52 s"_s);
    QCOMPARE(text(JobColumn::Silence), u"14 m 11 s"_s);
    QCOMPARE(text(JobColumn::Ttl), u"1 h 45 m"_s);
    QCOMPARE(value(JobColumn::Progress).toFloat(), 40.7F);
    QCOMPARE(value(JobColumn::Silence).toLongLong(), 851'000);
    QVERIFY(bench.model.index(0, int(JobColumn::Silence)).data(JobTableModel::WarningRole).toBool());
    QCOMPARE(bench.model.index(0, 0).data(Qt::AccessibleTextRole).toString(), u"processing, 40 percent"_s);
    QCOMPARE(bench.model.headerData(2, Qt::Horizontal).toString(), u"Prompt ID"_s);
    bench.model.setSilenceLimit(std::chrono::minutes(15));
    QVERIFY(!bench.model.index(0, int(JobColumn::Silence)).data(JobTableModel::WarningRole).toBool());
}

void TestJobTableModel::forwardsSortingToTheIndex()
{
    Bench bench;
    QSignalSpy wanted(&bench.model, &JobTableModel::sortingRequested);
    bench.model.sort(static_cast<int>(JobColumn::User), Qt::DescendingOrder);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].value<JobSorting>(), (JobSorting{JobColumn::User, true}));
    bench.model.sort(-1);
    QCOMPARE(wanted.count(), 1);
}

void TestJobTableModel::holdsThePictureWhilePaused()
{
    Bench bench(6);
    bench.model.apply(bench.updates.next(200, 0, 0));
    QSignalSpy paused(&bench.model, &JobTableModel::pausedChanged);
    bench.model.apply(bench.updates.pause());
    QCOMPARE(paused.count(), 1);
    const qint64 then = bench.model.serverNow();
    std::vector<Kept> kept = keepEveryTenth(bench.model);

    QSignalSpy held(&bench.model, &JobTableModel::heldChangesChanged);
    bench.model.apply(bench.updates.next(20, 20, 20, 5));
    QVERIFY(bench.isRight());
    QCOMPARE(bench.model.rowCount(), 200);
    QVERIFY(bench.model.isPaused());
    QVERIFY(held.count() == 1 && bench.model.heldChanges() > 100);
    QCOMPARE(bench.model.serverNow(), then);
    int vanished = 0;
    for (int row = 0; row < 200; ++row)
        vanished += bench.model.isVanished(bench.model.slotAt(row)) ? 1 : 0;
    QVERIFY(vanished > 50);

    bench.model.apply(bench.updates.sort({JobColumn::User, false})); // the picture can still be sorted
    QVERIFY(bench.isRight());

    bench.model.apply(bench.updates.resume());
    QVERIFY(bench.isRight());
    QCOMPARE(paused.count(), 2);
    QCOMPARE(bench.model.heldChanges(), 0);
    QVERIFY(!bench.model.isVanished(bench.model.slotAt(0)));
    QCOMPARE(bench.model.serverNow(), bench.updates.feed.now);
    QVERIFY(pointAtTheirJobs(kept, bench.model));
    QCOMPARE(bench.model.table().counts(), bench.updates.feed.table().counts());
}

void TestJobTableModel::lettingTimeStandStillWhileStale()
{
    Bench bench;
    bench.model.apply(bench.updates.next(10, 0, 0));
    QSignalSpy stale(&bench.model, &JobTableModel::staleChanged);
    IndexUpdate lost;
    lost.health = FeedHealth();
    lost.health->state = FeedState::Stale;
    lost.health->lastData = Timestamp(std::chrono::milliseconds(bench.updates.feed.now));
    lost.serverMinusOurClock = 500;
    const qint64 then = bench.updates.feed.now + 500;
    bench.model.apply(lost);
    QCOMPARE(stale.count(), 1);
    QVERIFY(bench.model.isStale());
    bench.updates.feed.now += 60'000;
    QCOMPARE(bench.model.serverNow(), then);

    IndexUpdate back;
    back.health = FeedHealth();
    back.health->state = FeedState::Live;
    bench.model.apply(back);
    QVERIFY(!bench.model.isStale());
    QCOMPARE(bench.model.serverNow(), bench.updates.feed.now);
}

void TestJobTableModel::appliesManyUpdatesToManyRows()
{
    // Without the tester, which looks at every row again and again.
    UpdateMaker updates(7);
    JobTableModel model({}, [&updates] { return Timestamp(std::chrono::milliseconds(updates.feed.now)); });
    model.apply(updates.next(100'000, 0, 0));
    model.setVisibleRows(0, 40);
    const QPersistentModelIndex kept(model.index(50'000, 0));
    const QByteArray id = kept.data(JobTableModel::IdRole).toByteArray();
    for (int i = 0; i < 100; ++i)
        model.apply(updates.next(20, 650, 20));
    QCOMPARE(model.rowCount(), 100'000);
    QVERIFY(!kept.isValid() || kept.data(JobTableModel::IdRole).toByteArray() == id);
    QVERIFY(std::equal(model.order().begin(), model.order().end(), updates.arranger.shown()->begin()));
    QCOMPARE(model.table().counts(), updates.feed.table().counts());
}

QTEST_MAIN(TestJobTableModel)
#include "tst_jobtablemodel.moc"

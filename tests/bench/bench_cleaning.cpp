// SPDX-License-Identifier: GPL-3.0-or-later
// Cleaning of many orphans, from the start to the complete report: snapshots in the journal, synced, before
// each deletion, and every key read back.
#include "tests/bench/figures.h"
#include "tests/bench/jobworld.h"
#include "tests/core/operations/recoveryrig.h"
#include "tests/core/records/recordsworld.h"
#include "tests/support/comfysimprocess.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace emberwatch;
using namespace emberwatch::bench;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int orphans = 10'000;
constexpr std::chrono::milliseconds grace{1'000};
constexpr double goal = 10'000;

double msSince(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// Open for an hour, silent for that long, and known to no server.
void fillRedis(quint16 port, const QByteArray &serverUrl)
{
    test::RedisClient client(port);
    const qint64 startedAt = systemNow().time_since_epoch().count() - 3'600'000;
    for (int number = 0; number < orphans; ++number) {
        const QByteArray id = idOf(number);
        const QByteArray document = "{\"promptId\":\"" + id
            + R"(","type":"image_generation","userId":"usr_7","status":"processing","progress":42,"startedAt":)"
            + QByteArray::number(startedAt) + R"(,"clientId":"api-1","serverUrl":")" + serverUrl + "\"}";
        client.append({"SET", keyOf(number), document, "EX", "3600"});
    }
    if (client.collect() != 0)
        qFatal("Redis was not filled");
}

void fillRecords(test::RecordsWorld &records)
{
    records.run(u"BEGIN"_s);
    for (int number = 0; number < orphans; ++number)
        records.add({QString::fromLatin1(idOf(number))});
    records.run(u"COMMIT"_s);
}

/// One cleaning, without the grace period between the two questions to the server.
double cleanOnce(test::RecoveryRig &rig, CleaningOutcome expected)
{
    QElapsedTimer timer;
    timer.start();
    const Result<CleaningReport> report = rig.clean();
    const double took = msSince(timer) - static_cast<double>(grace.count());
    if (!report)
        qFatal("%s", qPrintable(report.error().message));
    const int done = countsOf(*report).value(expected);
    // On a busy machine a key may look touched, as its server was interrupted between two readings of its
    // clock: then it is left for the next time.
    if (done < orphans - orphans / 1000)
        qFatal("only %d of the orphans were cleaned", done);
    return took;
}

void verifyDeleted(quint16 port, test::RecoveryRig &rig)
{
    test::RedisClient client(port);
    JournalSelection selection;
    selection.action = u"delete"_s;
    selection.limit = 2 * orphans;
    const Result<QList<JournalLine>> lines = rig.journal().lines(selection).result();
    const qint64 left = client.integer({"DBSIZE"});
    if (left > orphans / 1000 || !lines || lines->size() + left < orphans)
        qFatal("keys or journal lines are missing");
}

void cleanOrphans(Figures &figures, test::PostgresServer *server, bool haveRecords, const QString &what)
{
    const test::RedisServer redis;
    test::RecordsWorld records(server);
    test::ComfySimProcess sim;
    fillRedis(redis.port(), sim.url().toString().toUtf8());
    if (haveRecords)
        fillRecords(records);
    QTemporaryDir folder;
    test::RigSetup setup{
        redis.options(), records.address(), folder.filePath(u"journal.sqlite"_s), {sim.url().toString()}};
    setup.grace = grace;
    setup.httpTimeout = 30s;
    test::RecoveryRig rig(setup);
    const double settled = haveRecords ? cleanOnce(rig, CleaningOutcome::Settled) : 0;
    rig.leap(61s); // what was settled is kept for a minute
    const double deleted = cleanOnce(rig, CleaningOutcome::Deleted);
    verifyDeleted(redis.port(), rig);
    const double took = settled + deleted;
    const QString parts
        = haveRecords ? u" (settled in %1, deleted in %2)"_s.arg(ms(settled), ms(deleted)) : QString();
    figures.add(u"10,000 orphans, "_s + what, u"< "_s + ms(goal), ms(took) + parts, took < goal);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    Figures figures(u"Cleaning"_s);
    cleanOrphans(figures, nullptr, false, u"untracked"_s);
    cleanOrphans(figures, nullptr, true, u"with open records in SQLite"_s);
    test::PostgresServer postgres;
    if (postgres.isRunning())
        cleanOrphans(figures, &postgres, true, u"with open records in PostgreSQL"_s);
    figures.print();
    return 0;
}

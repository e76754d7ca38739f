// SPDX-License-Identifier: GPL-3.0-or-later
// Records on a real PostgreSQL with the production shape: guarded updates with their audit rows, and reading,
// against libpq alone.
#include "tests/bench/figures.h"
#include "tests/bench/jobworld.h"
#include "tests/bench/plainpq.h"
#include "tests/bench/plainupdates.h"
#include "tests/core/records/recordsworld.h"
#include "tests/support/productionschema.h"

#include <QCoreApplication>
#include <QElapsedTimer>
using namespace emberwatch;
using namespace emberwatch::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int changes = 10'000;
constexpr int openRows = 100'000;
constexpr int otherRows = 200'000; ///< ended, and of other providers, in the same table
constexpr int rounds = 7;

double msSince(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// Rows as the application has them.
void addRows(PlainPq &pq, const QByteArray &prompts, const QByteArray &status, int from, int to)
{
    pq.run("INSERT INTO generation_jobs (user_id, type, status, input, external_job_id, external_provider, "
           "started_at, created_at, updated_at) SELECT '"
        + test::productionUser().toUtf8() + "', 'image_generation', '" + status
        + R"(', '{"workflow": "portrait", "steps": 20}', ')" + prompts + "' || n, CASE WHEN n % 10 = 0 AND '"
        + status
        + "' = 'completed' THEN 'replicate' ELSE 'comfyui' END, "
          "timestamp '2026-11-25 09:00' + n * interval '1.003 s', timestamp '2026-11-25 08:59' + n * "
          "interval "
          "'1.003 s', timestamp '2026-11-25 09:01' + n * interval '1.003 s' FROM generate_series("
        + QByteArray::number(from) + ", " + QByteArray::number(to) + ") n");
}

QList<PromptId> promptsOf(const QByteArray &prefix, int count)
{
    QList<PromptId> ids;
    for (int n = 1; n <= count; ++n)
        ids.append(PromptId(prefix + QByteArray::number(n)));
    return ids;
}

/// What a recovery would write about them.
QList<RecordUpdate> updatesFor(RecordStore &store, const QByteArray &prefix)
{
    const Result<QList<JobRecord>> rows = store.rowsFor(promptsOf(prefix, changes)).result();
    if (!rows || rows->size() != changes)
        qFatal("the rows are not there");
    QList<RecordUpdate> updates;
    for (const JobRecord &row : *rows) {
        RecordUpdate update = test::settleFailed(row, "op-" + row.promptId.value());
        update.reason.sentence = u"Redis and the database say processing; gpu-2 answered twice and has never "
                                 "heard of it; silent for 14 min (limit 2 min)."_s;
        update.reason.evidence
            = R"([{"source":"redis","at":1795600800000,"value":"processing","request":"peek comfyui:job:)"
            + row.promptId.value()
            + R"("},{"source":"comfyui","at":1795600800000,"value":"absent","request":"GET http://gpu-2:8188/queue, /history"}])";
        updates.append(update);
    }
    return updates;
}

double byUs(RecordStore &store, const QList<RecordUpdate> &updates)
{
    QElapsedTimer timer;
    timer.start();
    const Result<QList<RecordOutcome>> outcomes = store.update(test::testBatch(), updates).result();
    const double took = msSince(timer);
    for (const RecordOutcome &outcome : outcomes.value()) {
        if (outcome.kind != RecordOutcome::Kind::Done)
            qFatal("an update was not done");
    }
    return took;
}

void update(Figures &figures, test::RecordsWorld &world, PlainPq &pq)
{
    const auto store = world.store();
    std::vector<double> ours;
    std::vector<double> copied;
    std::vector<double> single;
    std::vector<double> plainSingle;
    for (int round = 0; round < rounds; ++round) {
        const auto fresh = [&](const char *way) {
            const QByteArray prefix = way + QByteArray::number(round) + '-';
            addRows(pq, prefix, "processing", 1, changes);
            pq.run("ANALYZE generation_jobs");
            pq.run("CHECKPOINT"); // nobody pays for what another has written
            return updatesFor(*store, prefix);
        };
        ours.push_back(byUs(*store, fresh("ours")));
        copied.push_back(updateByCopy(pq, fresh("copy")));
        single.push_back(updateRowByRowWithQt(world.address(), fresh("single")));
        plainSingle.push_back(updateRowByRow(pq, fresh("plain")));
    }
    if (world.auditCount() != 4 * rounds * changes)
        qFatal("audit rows are missing");
    const double a = median(ours);
    const double b = median(copied);
    const double c = median(single);
    const double d = median(plainSingle);
    figures.add(u"10,000 guarded updates with audit rows against COPY and one UPDATE"_s, u"<= 2 x"_s,
        u"%1 (%2 / %3)"_s.arg(ratio(a / b), ms(a), ms(b)), a <= 2 * b);
    figures.add(u"the same against row by row in one transaction, by Qt Sql"_s, u">= 4 x"_s,
        u"%1 (%2)"_s.arg(ratio(c / a), ms(c)), c >= 4 * a);
    figures.add(u"for comparison: row by row by libpq, UPDATE and audit row in one prepared statement"_s, {},
        u"%1 (%2)"_s.arg(ratio(d / a), ms(d)));
}

constexpr auto columns
    = "id, external_job_id, user_id, character_id, type, status, output, error, retry_count, "
      "started_at, completed_at, created_at, updated_at";

double pagesByUs(RecordStore &store)
{
    QElapsedTimer timer;
    timer.start();
    qsizetype rows = 0;
    QList<RecordPage> pages; // whoever reads them keeps them
    std::optional<RecordId> after;
    do {
        const Result<RecordPage> page = store.openRows(after).result();
        if (!page)
            qFatal("%s", qPrintable(page.error().message));
        rows += page->rows.size();
        after = page->next;
        pages.append(*page);
    } while (after);
    const double took = msSince(timer);
    if (rows != openRows)
        qFatal("not every open row was read");
    return took;
}

constexpr auto openOnes = "status IN ('queued', 'processing') AND external_provider = 'comfyui'";

double pagesByPq(PlainPq &pq)
{
    QElapsedTimer timer;
    timer.start();
    int rows = 0;
    PlainPq::Answer page;
    do {
        page = pq.readAll(QByteArray("SELECT ") + columns + " FROM generation_jobs WHERE " + openOnes
                + " AND id > $1::uuid ORDER BY id LIMIT 20000",
            page.rows == 0 ? "00000000-0000-0000-0000-000000000000" : page.last);
        rows += page.rows;
    } while (page.rows == 20'000);
    if (rows != openRows)
        qFatal("not every open row was read");
    return msSince(timer);
}

double scanByPq(PlainPq &pq)
{
    QElapsedTimer timer;
    timer.start();
    const PlainPq::Answer all
        = pq.readAll(QByteArray("SELECT ") + columns + " FROM generation_jobs WHERE " + openOnes);
    if (all.rows != openRows)
        qFatal("not every open row was read");
    return msSince(timer);
}

double namedByUs(RecordStore &store, const QList<PromptId> &ids)
{
    QElapsedTimer timer;
    timer.start();
    const Result<QList<JobRecord>> rows = store.rowsFor(ids).result();
    const double took = msSince(timer);
    if (!rows || rows->size() != ids.size())
        qFatal("not every named row was read");
    return took;
}

double namedByPq(PlainPq &pq, const QList<PromptId> &ids)
{
    QElapsedTimer timer;
    timer.start();
    QByteArray list = "{";
    for (const PromptId &id : ids)
        list += (list.size() > 1 ? ",\"" : "\"") + id.value() + '"';
    list += '}';
    const PlainPq::Answer named = pq.readAll(QByteArray("SELECT ") + columns
            + " FROM generation_jobs WHERE external_job_id = ANY ($1::text[]) AND external_provider = "
              "'comfyui'",
        list);
    if (named.rows != ids.size())
        qFatal("not every named row was read");
    return msSince(timer);
}

void read(Figures &figures, test::RecordsWorld &world, PlainPq &pq)
{
    addRows(pq, "open-", "processing", 1, openRows);
    pq.run("VACUUM ANALYZE generation_jobs");
    const auto store = world.store();
    const QList<PromptId> ids = promptsOf("open-", openRows);
    std::vector<double> pages;
    std::vector<double> plainPages;
    std::vector<double> scan;
    std::vector<double> named;
    std::vector<double> plainNamed;
    for (int round = 0; round <= rounds; ++round) {
        const double times[]
            = {pagesByUs(*store), pagesByPq(pq), scanByPq(pq), namedByUs(*store, ids), namedByPq(pq, ids)};
        if (round == 0) // warms both up
            continue;
        pages.push_back(times[0]);
        plainPages.push_back(times[1]);
        scan.push_back(times[2]);
        named.push_back(times[3]);
        plainNamed.push_back(times[4]);
    }
    const auto add = [&figures](const QString &what, double ours, double theirs) {
        figures.add(what, u"<= 1.2 x"_s, u"%1 (%2 / %3)"_s.arg(ratio(ours / theirs), ms(ours), ms(theirs)),
            ours <= 1.2 * theirs);
    };
    add(u"100,000 open rows, in keyed pages, against the same by libpq"_s, median(pages), median(plainPages));
    add(u"100,000 named rows against libpq"_s, median(named), median(plainNamed));
    figures.add(u"for comparison: libpq, the open rows by one statement without an order"_s, {},
        u"%1 (%2)"_s.arg(ratio(median(pages) / median(scan)), ms(median(scan))));
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    Figures figures(u"Records in PostgreSQL, %1 rows"_s.arg(openRows + otherRows));
    test::PostgresServer server({{u"fsync=on"_s, u"shared_buffers=256MB"_s, u"max_wal_size=4GB"_s}, {}});
    if (!server.isRunning())
        qFatal("PostgreSQL cannot be started: %s", qPrintable(server.log()));
    test::RecordsWorld world(&server);
    PlainPq pq(world.address());
    addRows(pq, "ended-", "completed", 1, otherRows);
    if (!application.arguments().contains(u"--update"_s))
        read(figures, world, pq);
    pq.run("UPDATE generation_jobs SET status = 'completed' WHERE external_job_id LIKE 'open-%'");
    pq.run("VACUUM ANALYZE generation_jobs");
    if (!application.arguments().contains(u"--read"_s))
        update(figures, world, pq);
    figures.print();
    return 0;
}

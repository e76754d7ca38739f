// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/namedservers.h"

#include "core/jobs/jobtable.h"

#include <QTest>

#include <algorithm>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

/// A table whose jobs name these servers, one each.
class Jobs
{
public:
    explicit Jobs(const QByteArrayList &servers)
    {
        FeedBatch batch;
        QByteArrayList texts;
        for (const QByteArray &server : servers) {
            if (!server.isEmpty() && !texts.contains(server)) {
                texts.append(server);
                batch.strings.push_back({static_cast<StringId>(texts.size()), server});
            }
            JobRow row;
            row.slot = static_cast<JobSlot>(batch.upserts.size());
            row.id = {1, row.slot};
            row.server = static_cast<StringId>(texts.indexOf(server) + 1);
            row.status = JobStatus::Processing;
            row.progress = 40;
            batch.upserts.push_back(row);
        }
        table.apply(batch);
    }
    void remove(JobSlot slot)
    {
        FeedBatch batch;
        batch.removals.push_back({slot, RemovalCause::Deleted});
        table.apply(batch);
    }
    [[nodiscard]] PromptId idOf(JobSlot slot) const { return PromptId(table.idOf(table.row(slot))); }

    JobTable table;
};

} // namespace

class TestNamedServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsTheJobsOfEach();
    void spellingsOfOneAddressAreOneServer();
    void whatIsNoAddressIsKeptAsItIs();
    void jobsThatAreGoneDoNotCount();
    void ofVeryManyThoseWithTheMostJobsAreKept();
    void findsAJobAgainAndAgain();
};

void TestNamedServers::countsTheJobsOfEach()
{
    const Jobs jobs({"http://gpu-1:8188", "http://gpu-2:8188", "http://gpu-1:8188", ""});
    const QList<NamedServer> servers = namedServers(jobs.table);
    QCOMPARE(servers.size(), 2);
    QCOMPARE(servers[0].address.host(), u"gpu-1"_s);
    QCOMPARE(servers[0].jobs, 2);
    QCOMPARE(servers[1].jobs, 1);
}

void TestNamedServers::spellingsOfOneAddressAreOneServer()
{
    const Jobs jobs({"http://GPU-1:8188", "http://gpu-1:8188/", "http://gpu-1:8188"});
    const QList<NamedServer> servers = namedServers(jobs.table);
    QCOMPARE(servers.size(), 1);
    QCOMPARE(servers[0].jobs, 3);
    QCOMPARE(servers[0].spellings.size(), 3);
}

void TestNamedServers::whatIsNoAddressIsKeptAsItIs()
{
    const Jobs jobs({"the big one", "ftp://gpu-1"});
    const QList<NamedServer> servers = namedServers(jobs.table);
    QCOMPARE(servers.size(), 2);
    QVERIFY(servers[0].address.isNull());
    QVERIFY(servers[1].address.isNull());
}

void TestNamedServers::jobsThatAreGoneDoNotCount()
{
    Jobs jobs({"http://gpu-1:8188", "http://gpu-1:8188"});
    jobs.remove(0);
    QCOMPARE(namedServers(jobs.table).constFirst().jobs, 1);
    jobs.remove(1);
    QVERIFY(namedServers(jobs.table).isEmpty());
}

void TestNamedServers::ofVeryManyThoseWithTheMostJobsAreKept()
{
    const Jobs jobs({"http://a:1", "http://b:1", "http://b:1", "http://c:1"});
    const QList<NamedServer> servers = namedServers(jobs.table, 2);
    QCOMPARE(servers.size(), 2);
    QCOMPARE(servers[0].address.host(), u"b"_s);
}

void TestNamedServers::findsAJobAgainAndAgain()
{
    Jobs jobs({"http://a:1", "http://a:1"});
    JobFinder finder;
    const PromptId id = jobs.idOf(1);
    for (int i = 0; i < 2; ++i) {
        const std::optional<RunningJob> job = finder.find(jobs.table, id);
        QVERIFY(job.has_value());
        QCOMPARE(job->progress.value_or(-1), 40.0);
    }
    jobs.remove(1);
    QVERIFY(!finder.find(jobs.table, id));
    QVERIFY(!finder.find(jobs.table, PromptId("unknown")));
}

QTEST_GUILESS_MAIN(TestNamedServers)
#include "tst_namedservers.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/serverrow.h"

#include "core/filter/expression.h"
#include "ui/servers/servercelltext.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using comfyui::ServerAddress;
using comfyui::ServerLook;

namespace {

const Timestamp noon{1'764'072'000'000ms};

ServerAddress address(const QString &text)
{
    return *ServerAddress::fromText(text);
}

NamedServer named(const QString &text, qint64 jobs = 1)
{
    return {ServerAddress::fromText(text).value_or(ServerAddress()), {text}, jobs};
}

ServerLook reachable(const QString &server)
{
    ServerLook look;
    look.server = address(server);
    look.state = ServerLook::State::Reachable;
    look.since = look.lookedAt = noon;
    look.versionText = u"0.3.64"_s;
    look.queue.emplace();
    look.latencies = {12ms};
    return look;
}

ServerLook unreachable(const QString &server)
{
    ServerLook look;
    look.server = address(server);
    look.state = ServerLook::State::Unreachable;
    look.since = look.lookedAt = noon;
    look.nextLook = noon + 20s;
    look.error = Error{Error::Kind::Network, u"Connection refused"_s};
    return look;
}

std::optional<RunningJob> nobody(const PromptId &)
{
    return std::nullopt;
}

} // namespace

class TestServerRow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namedAndAllowedServersAreListedOnceEach();
    void sortsNumbersByTheirValue();
    void nobodyIsContactedWhoIsNotAllowed();
    void saysSinceWhenItIsUnreachableAndWhenItIsAskedAgain();
    void offersTheAddressThatANameStandsFor();
    void showsTheProgressOfARunningJob();
    void theFilterFindsEverySpelling();
    void givenServersAreMarked();
};

void TestServerRow::namedAndAllowedServersAreListedOnceEach()
{
    const AllowedServers allowed{{u"http://gpu-1:8188"_s}, {u"http://gpu-3:8188"_s}};
    const QList<ServerRow> rows = serverRowsOf(
        allowed, {}, {named(u"http://gpu-1:8188"_s, 5), named(u"http://gpu-2:8188"_s)}, nobody);
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows[0].jobs, 5);
    QCOMPARE(rows[0].state, ServerRow::State::Asking);
    QCOMPARE(rows[1].state, ServerRow::State::NotAllowed);
    QCOMPARE(rows[2].jobs, 0);
}

void TestServerRow::sortsNumbersByTheirValue()
{
    const QList<ServerRow> rows = serverRowsOf({}, {},
        {named(u"http://gpu-10:8188"_s), named(u"no address"_s), named(u"http://gpu-2:8188"_s)}, nobody);
    QCOMPARE(rows[0].key, u"http://gpu-2:8188"_s);
    QCOMPARE(rows[1].key, u"http://gpu-10:8188"_s);
    QCOMPARE(rows[2].state, ServerRow::State::NoAddress);
}

void TestServerRow::nobodyIsContactedWhoIsNotAllowed()
{
    const ServerRow row = serverRowsOf({}, {}, {named(u"http://gpu-1:8188"_s)}, nobody).constFirst();
    QCOMPARE(row.entryToAllow(), u"http://gpu-1:8188"_s);
    QCOMPARE(serverCellText(ServerColumn::State, row, noon), u"not contacted"_s);
    QVERIFY(noteOf(row, noon).contains(u"Nothing was sent"_s));
    // An answer that came before it was taken off the list is not shown.
    const ServerRow late
        = serverRowsOf({}, {{address(u"http://gpu-1:8188"_s), reachable(u"http://gpu-1:8188"_s)}},
            {named(u"http://gpu-1:8188"_s)}, nobody)
              .constFirst();
    QCOMPARE(late.state, ServerRow::State::NotAllowed);
    QVERIFY(!late.look);
}

void TestServerRow::saysSinceWhenItIsUnreachableAndWhenItIsAskedAgain()
{
    const QString server = u"http://gpu-4:8188"_s;
    const ServerRow row
        = serverRowsOf({{}, {server}}, {{address(server), unreachable(server)}}, {}, nobody).constFirst();
    QCOMPARE(noteOf(row, noon), u"No answer since 12:00:00 UTC (connection refused). Asked again in 20 s."_s);
    QCOMPARE(serverCellText(ServerColumn::Version, row, noon), noteOf(row, noon));
    QCOMPARE(serverCellText(ServerColumn::Access, row, noon), u"allowed"_s);
}

void TestServerRow::offersTheAddressThatANameStandsFor()
{
    const QString server = u"http://gpu-4:8188"_s;
    ServerLook look = unreachable(server);
    look.refused = {QHostAddress(u"10.4.0.12"_s)};
    const ServerRow row = serverRowsOf({{}, {server}}, {{address(server), look}}, {}, nobody).constFirst();
    QCOMPARE(row.state, ServerRow::State::AddressRefused);
    QCOMPARE(row.entryToAllow(), u"10.4.0.12/32"_s);
    AllowedServers allowed{{}, {server}};
    allowed.choose(row.entryToAllow());
    QVERIFY(allowed.list().permits(QHostAddress(u"10.4.0.12"_s)));
}

void TestServerRow::showsTheProgressOfARunningJob()
{
    const QString server = u"http://gpu-1:8188"_s;
    ServerLook look = reachable(server);
    comfyui::QueueItem item;
    item.promptId = PromptId("job-1");
    item.isRunning = true;
    look.queue->running = {item};
    const auto find = [](const PromptId &id) -> std::optional<RunningJob> {
        return id == PromptId("job-1") ? std::optional(RunningJob{40.5, u"face_swap"_s}) : std::nullopt;
    };
    const ServerRow ours = serverRowsOf({{}, {server}}, {{address(server), look}}, {}, find).constFirst();
    QCOMPARE(serverCellText(ServerColumn::Running, ours, noon), u"40 %  job-1"_s);
    const ServerRow foreign
        = serverRowsOf({{}, {server}}, {{address(server), look}}, {}, nobody).constFirst();
    QCOMPARE(serverCellText(ServerColumn::Running, foreign, noon), u"—  job-1"_s);
    QCOMPARE(serverCellText(ServerColumn::Version, foreign, noon), u"0.3.64"_s);
    look.queue->running.clear();
    const ServerRow idle = serverRowsOf({{}, {server}}, {{address(server), look}}, {}, find).constFirst();
    QCOMPARE(serverCellText(ServerColumn::Running, idle, noon), u"idle"_s);
}

void TestServerRow::theFilterFindsEverySpelling()
{
    ServerRow row;
    QVERIFY(row.jobFilter().isEmpty());
    row.spellings = {u"http://gpu-1:8188"_s};
    QCOMPARE(row.jobFilter(), u"server:\"http://gpu-1:8188\""_s);
    row.spellings = {u"http://gpu-1:8188"_s, u"a \"quoted\" \\ one"_s};
    const filter::ParseResult parsed = filter::parse(row.jobFilter());
    QVERIFY2(!parsed.error, qPrintable(row.jobFilter()));
}

void TestServerRow::givenServersAreMarked()
{
    const AllowedServers allowed{{u"http://gpu-1:8188"_s}, {u"http://gpu-2:8188"_s}};
    const QList<ServerRow> rows = serverRowsOf(allowed, {}, {}, nobody);
    QVERIFY(rows[0].isGiven);
    QVERIFY(!rows[1].isGiven && rows[1].isAllowed);
}

QTEST_GUILESS_MAIN(TestServerRow)
#include "tst_serverrow.moc"

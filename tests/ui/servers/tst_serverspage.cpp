// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/serverspage.h"

#include "core/jobs/jobtable.h"
#include "ui/servers/liveservers.h"
#include "ui/servers/servertablemodel.h"
#include "ui/shell/commands.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/rowtable.h"
#include "ui/words/englishplurals.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using comfyui::ServerLook;

/// The page over the real model and what fills it; jobs and answers by hand.
class TestServersPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }
    void init();
    void cleanup();
    void noServerIsSaid();
    void aClickAllowsWhoWasNotContacted();
    void aClickOnTheJobsShowsThem();
    void enterShowsTheJobsAndLettersWalk();
    void commandsActOnTheSelectedServer();
    void answersOfServersThatAreNotAllowedAreIgnored();
    void summarySaysHowItStands();

private:
    void name(const QByteArrayList &servers);
    void answer(const QString &server);
    void click(int row, ServerColumn column) const;
    [[nodiscard]] RowTable *table() const { return m_page->findChild<RowTable *>(); }
    void select(int row) const { table()->setCurrentIndex(m_model->index(row, 0)); }
    void trigger(Command command)
    {
        CommandContext context;
        context.isConnected = true;
        context.page = Page::Servers;
        context.hasServerJobs = context.canAllowServer = context.canDismissServer = true;
        m_commands->setContext(context);
        m_commands->action(command)->trigger();
    }

    EnglishPlurals m_plurals;
    ThemeSource m_themes{ThemeChoice::Dark, QFont(u"DejaVu Sans"_s, 10)};
    std::unique_ptr<Commands> m_commands;
    std::unique_ptr<JobTable> m_jobs;
    std::unique_ptr<ServerTableModel> m_model;
    std::unique_ptr<LiveServers> m_servers;
    std::unique_ptr<ServersPage> m_page;
};

void TestServersPage::init()
{
    m_commands = std::make_unique<Commands>(m_themes);
    m_jobs = std::make_unique<JobTable>();
    m_model = std::make_unique<ServerTableModel>(systemNow);
    m_servers = std::make_unique<LiveServers>(m_jobs.get(), m_model.get());
    m_page = std::make_unique<ServersPage>(&m_themes, *m_commands, m_model.get());
    m_page->resize(1100, 400);
    m_page->show();
}

void TestServersPage::cleanup()
{
    m_page.reset();
    m_servers.reset();
    m_model.reset();
    m_jobs.reset();
    m_commands.reset();
}

void TestServersPage::name(const QByteArrayList &servers)
{
    FeedBatch batch;
    for (const QByteArray &server : servers) {
        const auto text = static_cast<StringId>(batch.strings.size() + 1);
        batch.strings.push_back({text, server});
        JobRow row;
        row.slot = static_cast<JobSlot>(batch.upserts.size());
        row.id = {1, row.slot};
        row.server = text;
        batch.upserts.push_back(row);
    }
    m_jobs->apply(batch);
    m_servers->renew();
}

void TestServersPage::answer(const QString &server)
{
    ServerLook look;
    look.server = *comfyui::ServerAddress::fromText(server);
    look.state = ServerLook::State::Reachable;
    look.queue.emplace();
    m_servers->takeLook(look);
}

void TestServersPage::click(int row, ServerColumn column) const
{
    const QRect cell = table()->visualRect(m_model->index(row, static_cast<int>(column)));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, QPoint(cell.left() + 16, cell.center().y()));
}

void TestServersPage::noServerIsSaid()
{
    auto *empty = m_page->findChild<EmptyState *>();
    QVERIFY(empty->isVisible());
    name({"http://gpu-1:8188"});
    QVERIFY(!empty->isVisible());
}

void TestServersPage::aClickAllowsWhoWasNotContacted()
{
    name({"http://gpu-1:8188"});
    QSignalSpy wanted(m_page.get(), &ServersPage::allowRequested);
    click(0, ServerColumn::Access);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.at(0).at(0).toString(), u"http://gpu-1:8188"_s);
    AllowedServers allowed = m_servers->allowed();
    allowed.choose(u"http://gpu-1:8188"_s);
    QSignalSpy changed(m_servers.get(), &LiveServers::allowedChanged);
    m_servers->setAllowed(allowed);
    QCOMPARE(changed.count(), 1);
    click(0, ServerColumn::Access); // it is allowed: there is nothing to click on any more
    QCOMPARE(wanted.count(), 1);
}

void TestServersPage::aClickOnTheJobsShowsThem()
{
    name({"http://gpu-1:8188"});
    QSignalSpy wanted(m_page.get(), &ServersPage::jobsRequested);
    click(0, ServerColumn::Jobs);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.at(0).at(0).toString(), u"server:\"http://gpu-1:8188\""_s);
    click(0, ServerColumn::Server); // elsewhere a click only selects
    QCOMPARE(wanted.count(), 1);
}

void TestServersPage::enterShowsTheJobsAndLettersWalk()
{
    name({"http://gpu-1:8188", "http://gpu-2:8188"});
    QSignalSpy wanted(m_page.get(), &ServersPage::jobsRequested);
    select(0);
    QTest::keyClick(table(), Qt::Key_J);
    QCOMPARE(table()->currentIndex().row(), 1);
    QTest::keyClick(table(), Qt::Key_Return);
    QCOMPARE(wanted.at(0).at(0).toString(), u"server:\"http://gpu-2:8188\""_s);
    QTest::keyClick(table(), Qt::Key_K);
    QCOMPARE(table()->currentIndex().row(), 0);
}

void TestServersPage::commandsActOnTheSelectedServer()
{
    name({"http://gpu-1:8188", "http://gpu-2:8188"});
    QSignalSpy allow(m_page.get(), &ServersPage::allowRequested);
    QSignalSpy dismiss(m_page.get(), &ServersPage::dismissRequested);
    trigger(Command::AllowServer); // none is selected
    QCOMPARE(allow.count(), 0);
    select(1);
    trigger(Command::AllowServer);
    QCOMPARE(allow.at(0).at(0).toString(), u"http://gpu-2:8188"_s);
    trigger(Command::DismissServer);
    QCOMPARE(dismiss.at(0).at(0).toString(), u"http://gpu-2:8188"_s);
}

void TestServersPage::answersOfServersThatAreNotAllowedAreIgnored()
{
    name({"http://gpu-1:8188"});
    answer(u"http://gpu-1:8188"_s);
    m_servers->renew();
    QCOMPARE(m_model->rows().constFirst().state, ServerRow::State::NotAllowed);
    m_servers->setAllowed({{}, {u"http://gpu-1:8188"_s}});
    answer(u"http://gpu-1:8188"_s);
    QTRY_COMPARE(m_model->rows().constFirst().state, ServerRow::State::Reachable);
}

void TestServersPage::summarySaysHowItStands()
{
    name({"http://gpu-1:8188", "http://gpu-2:8188"});
    m_servers->setAllowed({{}, {u"http://gpu-1:8188"_s}});
    answer(u"http://gpu-1:8188"_s);
    QTRY_COMPARE(m_page->findChild<QLabel *>(u"serversSummary"_s)->text(),
        u"2 servers · 1 reachable · 1 not contacted until allowed"_s);
}

QTEST_MAIN(TestServersPage)
#include "tst_serverspage.moc"

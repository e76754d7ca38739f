// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console.h"
#include "app/console/recoverysetup.h"
#include "tests/app/console/dialoghelp.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"
#include "ui/charts/chartspane.h"
#include "ui/details/detailspane.h"
#include "ui/jobs/jobtablemodel.h"
#include "ui/jobs/jobtableview.h"
#include "ui/words/englishplurals.h"

#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using test::patience;

namespace {

/// What the window was made of when its table was painted for the first time.
class FirstPaint : public QObject
{
public:
    FirstPaint() { qApp->installEventFilter(this); }
    bool isDone = false;
    bool hadPanes = false;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        const auto *table
            = event->type() == QEvent::Paint ? qobject_cast<JobTableView *>(watched->parent()) : nullptr;
        if (table != nullptr && !isDone) {
            isDone = true;
            hadPanes = table->window()->findChild<DetailsPane *>() != nullptr;
        }
        return false;
    }
};

} // namespace

/// The first paint does not wait for the panes, and they come whatever Redis does.
class TestConsolePanes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::installTranslator(&m_plurals);
        QApplication::setQuitOnLastWindowClosed(false);
    }
    void cleanup() { m_console.reset(); }

    void comeAfterTheFirstPaint();
    void comeWhereRedisNeverAnswers();

private:
    void open(const redis::ConnectionOptions &address);
    [[nodiscard]] static MainWindow *window();

    EnglishPlurals m_plurals;
    QTemporaryDir m_folder;
    std::unique_ptr<Console> m_console;
};

void TestConsolePanes::open(const redis::ConnectionOptions &address)
{
    ConsoleOptions options;
    options.records = u"none"_s;
    const Result<RecoverySetup> setup = recoverySetupOf(options);
    QVERIFY(setup);
    m_console = std::make_unique<Console>(
        options, *setup, SettingsFile(m_folder.filePath(u"settings.ini"_s)), systemNow);
    m_console->start(address);
}

MainWindow *TestConsolePanes::window()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<MainWindow *>(widget))
            return window;
    }
    return nullptr;
}

void TestConsolePanes::comeAfterTheFirstPaint()
{
    const test::RedisServer redis;
    test::RedisClient client(redis.port());
    client.run({"SET", "comfyui:job:one", R"({"promptId":"one","status":"queued"})", "EX", "7000"});
    FirstPaint first;
    open(redis.options());
    QTRY_VERIFY_WITH_TIMEOUT(window()->findChild<ChartsPane *>() != nullptr, patience);
    QVERIFY(first.isDone);
    QVERIFY(!first.hadPanes);
    QTRY_COMPARE_WITH_TIMEOUT(window()->findChild<JobTableView *>()->jobModel()->rowCount(), 1, patience);
    QTRY_VERIFY_WITH_TIMEOUT(window()->commands().action(Command::Recover)->isEnabled(), patience);
}

void TestConsolePanes::comeWhereRedisNeverAnswers()
{
    QTcpServer silent; // takes the connection and says nothing
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    redis::ConnectionOptions address;
    address.host = u"127.0.0.1"_s;
    address.port = silent.serverPort();
    open(address);
    QTRY_VERIFY_WITH_TIMEOUT(window()->findChild<DetailsPane *>() != nullptr, patience);
    QVERIFY(window()->findChild<ChartsPane *>() != nullptr);
    QVERIFY(window()->commands().action(Command::GoToServers)->isEnabled());
    QVERIFY(!window()->commands().action(Command::Recover)->isEnabled());
}

QTEST_MAIN(TestConsolePanes)
#include "tst_consolepanes.moc"

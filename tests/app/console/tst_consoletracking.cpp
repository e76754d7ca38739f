// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console.h"
#include "app/console/recoverysetup.h"
#include "core/operations/leasecommands.h"
#include "tests/app/console/dialoghelp.h"
#include "tests/support/comfysimprocess.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"
#include "ui/recovery/recoverydialog.h"
#include "ui/widgets/steadylabel.h"
#include "ui/words/englishplurals.h"

#include <QAction>
#include <QApplication>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::onceIs;
using test::patience;

namespace {

const PromptId liveJob("live");

} // namespace

/// What an operator sees and does, from Recover... to the closed window.
class TestConsoleTracking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void tracksAndAsksBeforeItCloses();
    void closesUnaskedWhereNothingIsTracked();

private:
    void putLiveJob();
    void openConsole();
    void recover();
    [[nodiscard]] static MainWindow *window();
    [[nodiscard]] static QString tracked()
    {
        return window()->findChild<SteadyLabel *>(u"tracking"_s)->text();
    }
    [[nodiscard]] QByteArray holder() { return m_client->text({"GET", leaseKey(jobLeaseScope(liveJob))}); }
    void closeAndAnswer(const QString &action);

    EnglishPlurals m_plurals;
    std::unique_ptr<test::RedisServer> m_redis;
    std::unique_ptr<test::RedisClient> m_client;
    std::unique_ptr<test::ComfySimProcess> m_sim;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Console> m_console;
    QString m_reportLine; ///< beneath the title of the report
};

void TestConsoleTracking::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
    QApplication::setQuitOnLastWindowClosed(false);
}

void TestConsoleTracking::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_STATE_HOME", m_folder->path().toUtf8());
    m_redis = std::make_unique<test::RedisServer>();
    m_client = std::make_unique<test::RedisClient>(m_redis->port());
    m_sim = std::make_unique<test::ComfySimProcess>();
}

void TestConsoleTracking::cleanup()
{
    m_console.reset();
    m_sim.reset();
    m_client.reset();
    m_redis.reset();
}

/// It runs on its server, and nobody has written its state for more than three minutes.
void TestConsoleTracking::putLiveJob()
{
    const auto started = static_cast<qint64>((systemNow() - 5min).time_since_epoch().count());
    const QByteArray document = R"({"promptId":"live","type":"image_generation","status":"processing",)"
                                R"("progress":40,"startedAt":)"
        + QByteArray::number(started) + R"(,"clientId":"client-1","serverUrl":")"
        + m_sim->url().toString().toUtf8() + "\"}";
    m_client->run({"SET", "comfyui:job:live", document, "EX", "7000"});
    m_sim->control(u"load"_s,
        {{u"jobs"_s,
            QJsonArray{QJsonObject{{u"id"_s, u"live"_s}, {u"state"_s, u"running"_s},
                {u"duration_ms"_s, 600'000}, {u"client_id"_s, u"client-1"_s}}}}});
}

void TestConsoleTracking::openConsole()
{
    ConsoleOptions options;
    options.records = u"none"_s;
    options.allowedServers = {m_sim->url().toString()};
    options.font = u"DejaVu Sans,10"_s;
    const Result<RecoverySetup> setup = recoverySetupOf(options);
    QVERIFY(setup);
    m_console = std::make_unique<Console>(
        options, *setup, SettingsFile(m_folder->filePath(u"settings.ini"_s)), systemNow);
    m_console->start(m_redis->options());
    const QAction *recover = window()->commands().action(Command::Recover);
    QTRY_VERIFY_WITH_TIMEOUT(recover->isEnabled(), patience);
}

MainWindow *TestConsoleTracking::window()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<MainWindow *>(widget))
            return window;
    }
    return nullptr;
}

/// By the dialog: the plan is carried out as it is proposed, the report is closed.
void TestConsoleTracking::recover()
{
    const auto dialog = [] { return qobject_cast<RecoveryDialog *>(QApplication::activeModalWidget()); };
    const auto isAt = [dialog](RecoveryDialog::Step step) {
        return [dialog, step] { return dialog() != nullptr && dialog()->step() == step; };
    };
    onceIs(isAt(RecoveryDialog::Step::Plan),
        [dialog] { dialog()->findChild<QPushButton *>(u"carryOutButton"_s)->click(); });
    const auto line = [dialog] { return dialog()->findChild<QLabel *>(u"recoverySubtitle"_s)->text(); };
    const auto isReported = isAt(RecoveryDialog::Step::Report);
    onceIs([isReported, line] { return isReported() && line().contains(u"Tracking"_s); },
        [this, dialog, line] {
            m_reportLine = line();
            dialog()->findChild<QPushButton *>(u"closeButton"_s)->click();
        });
    window()->commands().action(Command::Recover)->trigger();
}

void TestConsoleTracking::closeAndAnswer(const QString &action)
{
    const auto question = [] {
        QWidget *dialog = QApplication::activeModalWidget();
        return dialog && dialog->objectName() == u"stopTrackingDialog"_s ? dialog : nullptr;
    };
    onceIs([question] { return question() != nullptr; },
        [question, action] { question()->findChild<QAction *>(action)->trigger(); });
    window()->commands().action(Command::Quit)->trigger();
}

void TestConsoleTracking::tracksAndAsksBeforeItCloses()
{
    putLiveJob();
    openConsole();
    QVERIFY(tracked().isEmpty());
    recover();
    QVERIFY2(m_reportLine.endsWith(u"Tracking 1 resumed job, at most until the console is closed."_s),
        qPrintable(m_reportLine));
    QCOMPARE(tracked(), u"Tracking 1 resumed job"_s);
    QVERIFY(holder().startsWith("console@"));

    closeAndAnswer(u"keepOpen"_s);
    QVERIFY(window()->isVisible());
    QVERIFY(holder().startsWith("console@"));

    closeAndAnswer(u"stopTrackingAndClose"_s);
    QVERIFY(window()->isHidden());
    m_console.reset();
    QCOMPARE(holder(), QByteArray());
    QVERIFY(m_client->text({"GET", "comfyui:job:live"}).contains("processing"));
}

void TestConsoleTracking::closesUnaskedWhereNothingIsTracked()
{
    putLiveJob();
    openConsole();
    recover();
    m_sim->control(u"finish"_s, {{u"id"_s, u"live"_s}});
    QTRY_VERIFY_WITH_TIMEOUT(tracked().isEmpty(), patience);
    QVERIFY(m_client->text({"GET", "comfyui:job:live"}).contains("completed"));
    window()->commands().action(Command::Quit)->trigger(); // a question would never return
    QVERIFY(window()->isHidden());
}

QTEST_MAIN(TestConsoleTracking)
#include "tst_consoletracking.moc"

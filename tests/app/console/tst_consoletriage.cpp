// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console.h"
#include "app/console/recoverysetup.h"
#include "core/operations/entryreason.h"
#include "core/operations/journal.h"
#include "core/operations/journalpath.h"
#include "tests/app/console/dialoghelp.h"
#include "tests/support/comfysimprocess.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"
#include "ui/journal/journalpage.h"
#include "ui/journal/undodialog.h"
#include "ui/recovery/recoverydialog.h"
#include "ui/shell/lockchip.h"
#include "ui/shell/writesdialog.h"
#include "ui/triage/triagelist.h"
#include "ui/triage/triagepage.h"
#include "ui/words/englishplurals.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QJsonArray>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::onceIs;
using test::patience;
using test::topDialog;

/// What an operator sees and does after an incident: judge, reconcile, take back. The program's wiring, a
/// real Redis, a simulated server.
class TestConsoleTriage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void judgesReconcilesAndTakesBack();
    void takesBackFromTheReport();
    void goesOnInTheBackground();
    void plansForOneJobOfThePage();
    void productionIsReadOnlyUntilWritesAreAllowed();

private:
    void put(const QByteArray &id);
    void openConsole(EnvironmentClass environmentClass = EnvironmentClass::Staging);
    void judge();
    void carryOutBy(Command command);
    void carryOutOnceShown();
    void answerUndo();
    void takeBackTheLastOperation();
    [[nodiscard]] static MainWindow *window();
    [[nodiscard]] static TriagePage *triage() { return window()->findChild<TriagePage *>(); }
    [[nodiscard]] static qsizetype countOf(TriageKind kind)
    {
        return triage()->board().pile(kind).jobs.size();
    }
    [[nodiscard]] static QAction *action(Command command) { return window()->commands().action(command); }
    [[nodiscard]] QByteArray bytesOf(const QByteArray &id)
    {
        const QByteArray key = "comfyui:job:" + id;
        return m_client->text({"GET", key});
    }

    EnglishPlurals m_plurals;
    std::unique_ptr<test::RedisServer> m_redis;
    std::unique_ptr<test::RedisClient> m_client;
    std::unique_ptr<test::ComfySimProcess> m_sim;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Console> m_console;
    QString m_reportTitle;
    QString m_undoTitle;
};

void TestConsoleTriage::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
    QApplication::setQuitOnLastWindowClosed(false);
}

void TestConsoleTriage::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_STATE_HOME", m_folder->path().toUtf8());
    m_redis = std::make_unique<test::RedisServer>();
    m_client = std::make_unique<test::RedisClient>(m_redis->port());
    m_sim = std::make_unique<test::ComfySimProcess>();
    put("ended");
    put("absent");
    m_client->run({"SET", "comfyui:job:broken", "{\"promptId\":", "EX", "7000"});
    m_sim->control(
        u"load"_s, {{u"jobs"_s, QJsonArray{QJsonObject{{u"id"_s, u"ended"_s}, {u"state"_s, u"success"_s}}}}});
}

void TestConsoleTriage::cleanup()
{
    m_console.reset();
    m_sim.reset();
    m_client.reset();
    m_redis.reset();
}

/// Five minutes old, silent for more than three.
void TestConsoleTriage::put(const QByteArray &id)
{
    const auto started = static_cast<qint64>((systemNow() - 5min).time_since_epoch().count());
    const QByteArray key = "comfyui:job:" + id;
    const QByteArray document = "{\"promptId\":\"" + id
        + R"(","type":"image_generation","userId":"usr_1","status":"processing","progress":40,"startedAt":)"
        + QByteArray::number(started) + R"(,"serverUrl":")" + m_sim->url().toString().toUtf8() + "\"}";
    m_client->run({"SET", key, document, "EX", "7000"});
}

void TestConsoleTriage::openConsole(EnvironmentClass environmentClass)
{
    QFile policy(m_folder->filePath(u"policy.conf"_s));
    QVERIFY(policy.open(QIODevice::WriteOnly));
    policy.write("[default]\ngrace = 300ms\n");
    policy.close();
    ConsoleOptions options;
    options.records = u"none"_s;
    options.policyFile = policy.fileName();
    options.name = u"studio-eu"_s;
    options.environmentClass = environmentClass;
    options.allowedServers = {m_sim->url().toString()};
    options.font = u"DejaVu Sans,10"_s;
    const Result<RecoverySetup> setup = recoverySetupOf(options);
    QVERIFY(setup);
    m_console = std::make_unique<Console>(
        options, *setup, SettingsFile(m_folder->filePath(u"settings.ini"_s)), systemNow);
    m_console->start(m_redis->options());
    QTRY_VERIFY_WITH_TIMEOUT(action(Command::Reconcile)->isEnabled(), patience);
}

MainWindow *TestConsoleTriage::window()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<MainWindow *>(widget))
            return window;
    }
    return nullptr;
}

/// Going there is enough: what was never judged is judged.
void TestConsoleTriage::judge()
{
    action(Command::GoToTriage)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(triage()->isJudged() && action(Command::JudgeNow)->isEnabled(), patience);
}

void TestConsoleTriage::carryOutOnceShown()
{
    const auto isAt = [](RecoveryDialog::Step step) {
        const auto *dialog = topDialog<RecoveryDialog>();
        return dialog && dialog->step() == step;
    };
    onceIs([isAt] { return isAt(RecoveryDialog::Step::Plan); },
        [] { topDialog<RecoveryDialog>()->findChild<QPushButton *>(u"carryOutButton"_s)->click(); });
    onceIs([isAt] { return isAt(RecoveryDialog::Step::Report); },
        [this] {
            m_reportTitle = topDialog<RecoveryDialog>()->findChild<QLabel *>(u"recoveryTitle"_s)->text();
            topDialog<RecoveryDialog>()->findChild<QPushButton *>(u"closeButton"_s)->click();
        });
}

void TestConsoleTriage::carryOutBy(Command command)
{
    carryOutOnceShown();
    action(command)->trigger();
}

/// As soon as it asks: all of it.
void TestConsoleTriage::answerUndo()
{
    const auto isAt = [](UndoDialog::Step step) {
        const auto *dialog = topDialog<UndoDialog>();
        return dialog && dialog->step() == step;
    };
    onceIs([isAt] { return isAt(UndoDialog::Step::Asking); },
        [] { topDialog<UndoDialog>()->findChild<QPushButton *>(u"undoButton"_s)->click(); });
    onceIs([isAt] { return isAt(UndoDialog::Step::Done); },
        [this] {
            m_undoTitle = topDialog<UndoDialog>()->findChild<QLabel *>(u"undoTitle"_s)->text();
            topDialog<UndoDialog>()->findChild<QPushButton *>(u"closeButton"_s)->click();
        });
}

void TestConsoleTriage::takeBackTheLastOperation()
{
    answerUndo();
    action(Command::UndoOperation)->trigger();
}

void TestConsoleTriage::judgesReconcilesAndTakesBack()
{
    const QByteArray ended = bytesOf("ended");
    const QByteArray absent = bytesOf("absent");
    openConsole();
    judge();
    QCOMPARE(countOf(TriageKind::Orphaned), 1);
    QCOMPARE(countOf(TriageKind::Corrupt), 1);
    QCOMPARE(countOf(TriageKind::Stale) + countOf(TriageKind::UnclaimedResult), 1);
    QCOMPARE(bytesOf("ended"), ended); // looking changes nothing

    carryOutBy(Command::Reconcile);
    QCOMPARE(m_reportTitle, u"Reconcile: 2 of 2 done"_s);
    QVERIFY(bytesOf("ended") != ended);
    QVERIFY(bytesOf("absent") != absent);
    QCOMPARE(bytesOf("broken"), QByteArray("{\"promptId\":"));
    // What was judged before is out of date: judged again by itself.
    QTRY_COMPARE_WITH_TIMEOUT(countOf(TriageKind::Orphaned), 0, patience);

    action(Command::ShowLastOperation)->trigger();
    QCOMPARE(window()->page(), Page::Journal);
    QTRY_VERIFY_WITH_TIMEOUT(action(Command::UndoOperation)->isEnabled(), patience);
    takeBackTheLastOperation();
    QCOMPARE(m_undoTitle, u"2 of 2 taken back"_s);
    QCOMPARE(bytesOf("ended"), ended);
    QCOMPARE(bytesOf("absent"), absent);
    QTRY_VERIFY_WITH_TIMEOUT(
        !action(Command::UndoOperation)->isEnabled(), patience); // the undo is the last one
}

void TestConsoleTriage::takesBackFromTheReport()
{
    const QByteArray ended = bytesOf("ended");
    const QByteArray absent = bytesOf("absent");
    openConsole();
    const auto isReported = [] {
        const auto *dialog = topDialog<RecoveryDialog>();
        return dialog && dialog->step() == RecoveryDialog::Step::Report;
    };
    onceIs(
        [] {
            const auto *dialog = topDialog<RecoveryDialog>();
            return dialog && dialog->step() == RecoveryDialog::Step::Plan;
        },
        [] {
            auto *dialog = topDialog<RecoveryDialog>();
            dialog->findChild<QLineEdit *>(u"planReason"_s)->setText(u"INC-2291"_s);
            dialog->findChild<QPushButton *>(u"carryOutButton"_s)->click();
        });
    QString note;
    const auto closeReport = [&note] {
        note = topDialog<RecoveryDialog>()->findChild<QLabel *>(u"recoveryNote"_s)->text();
        topDialog<RecoveryDialog>()->findChild<QPushButton *>(u"closeButton"_s)->click();
    };
    onceIs(isReported, [this, closeReport, isReported] {
        answerUndo();
        topDialog<RecoveryDialog>()->findChild<QPushButton *>(u"undoButton"_s)->click();
        onceIs(isReported, closeReport);
    });
    action(Command::Reconcile)->trigger();
    QCOMPARE(m_undoTitle, u"2 of 2 taken back"_s);
    QVERIFY2(note.startsWith(u"2 of 2 taken back"_s), qPrintable(note));
    QCOMPARE(bytesOf("ended"), ended);
    QCOMPARE(bytesOf("absent"), absent);
    Journal journal(defaultJournalPath());
    const Result<QList<JournalLine>> lines = journal.lines({}).result();
    QVERIFY(lines);
    int given = 0;
    for (const JournalLine &line : *lines)
        given += reasonIn(line.entry.evidence) == u"INC-2291"_s ? 1 : 0;
    QCOMPARE(given, 2); // the undos have none
}

void TestConsoleTriage::goesOnInTheBackground()
{
    openConsole();
    auto *work = window()->findChild<QToolButton *>(u"work"_s);
    QVERIFY(!work->isVisible());
    QVERIFY(!action(Command::ShowWork)->isEnabled());
    onceIs(
        [] {
            const auto *dialog = topDialog<RecoveryDialog>();
            return dialog && dialog->step() == RecoveryDialog::Step::Plan;
        },
        [] {
            auto *dialog = topDialog<RecoveryDialog>();
            dialog->findChild<QPushButton *>(u"carryOutButton"_s)->click();
            dialog->findChild<QPushButton *>(u"backgroundButton"_s)->click();
        });
    action(Command::CleanOrphans)->trigger();
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    QVERIFY(work->isVisible());
    QVERIFY(!action(Command::CleanOrphans)->isEnabled()); // one at a time
    // Whoever closes the window now is shown what goes on.
    onceIs([] { return topDialog<RecoveryDialog>() != nullptr; },
        [] { topDialog<RecoveryDialog>()->findChild<QPushButton *>(u"backgroundButton"_s)->click(); });
    action(Command::Quit)->trigger();
    QVERIFY(window()->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(work->text(), u"Clean orphans: 2 of 2 done · show"_s, patience);
    QVERIFY(QApplication::activeModalWidget() == nullptr); // nothing comes up by itself
    QVERIFY(bytesOf("absent").isEmpty());
    QString title;
    onceIs(
        [] {
            const auto *dialog = topDialog<RecoveryDialog>();
            return dialog && dialog->step() == RecoveryDialog::Step::Report;
        },
        [&title] {
            title = topDialog<RecoveryDialog>()->findChild<QLabel *>(u"recoveryTitle"_s)->text();
            topDialog<RecoveryDialog>()->findChild<QPushButton *>(u"closeButton"_s)->click();
        });
    work->click();
    QCOMPARE(title, u"Clean orphans: 2 of 2 done"_s);
    QVERIFY(!work->isVisible());
    QVERIFY(!action(Command::ShowWork)->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(action(Command::CleanOrphans)->isEnabled(), patience);
}

void TestConsoleTriage::plansForOneJobOfThePage()
{
    const QByteArray ended = bytesOf("ended");
    openConsole();
    judge();
    window()->findChild<TriageList *>()->choose(TriageKind::Orphaned);
    QVERIFY(action(Command::PlanForThis)->isEnabled());
    carryOutBy(Command::PlanForThis);
    QCOMPARE(m_reportTitle, u"Reconcile: 1 of 1 done"_s);
    QCOMPARE(bytesOf("ended"), ended); // it was not in that plan
    QVERIFY(!bytesOf("absent").contains("processing"));
}

void TestConsoleTriage::productionIsReadOnlyUntilWritesAreAllowed()
{
    const QByteArray absent = bytesOf("absent");
    openConsole(EnvironmentClass::Production);
    const auto *chip = window()->findChild<LockChip *>();
    QVERIFY(chip->isVisible());
    QVERIFY(!chip->isOpen());

    onceIs(
        [] {
            const auto *dialog = topDialog<RecoveryDialog>();
            return dialog && dialog->step() == RecoveryDialog::Step::Plan;
        },
        [] {
            auto *dialog = topDialog<RecoveryDialog>();
            QVERIFY(!dialog->findChild<QPushButton *>(u"carryOutButton"_s)->isEnabled());
            QCOMPARE(dialog->findChild<QLabel *>(u"recoveryNote"_s)->text(), u"Production is read-only"_s);
            dialog->findChild<QPushButton *>(u"closeButton"_s)->click();
        });
    action(Command::Reconcile)->trigger();
    QCOMPARE(bytesOf("absent"), absent);

    onceIs([] { return topDialog<WritesDialog>() != nullptr; },
        [] {
            auto *dialog = topDialog<WritesDialog>();
            auto *allow = dialog->findChild<QPushButton *>(u"allowButton"_s);
            QVERIFY(!allow->isEnabled()); // without a reason
            dialog->findChild<QLineEdit *>(u"writesReason"_s)->setText(u"INC-2291"_s);
            dialog->findChild<QPushButton *>(u"writesFor15"_s)->click();
            allow->click(); // closed once it is allowed
        });
    action(Command::AllowWrites)->trigger();
    QVERIFY(chip->isOpen());
    QVERIFY2(chip->text().startsWith(u"Writes allowed · 14:"_s), qPrintable(chip->text()));
    QVERIFY(chip->toolTip().contains(u"INC-2291"_s));
    carryOutBy(Command::Reconcile);
    QCOMPARE(m_reportTitle, u"Reconcile: 2 of 2 done"_s);
    QVERIFY(bytesOf("absent") != absent);

    QTest::mouseClick(window()->findChild<LockChip *>(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!chip->isOpen(), patience);
    QVERIFY(action(Command::AllowWrites)->isEnabled());
}

QTEST_MAIN(TestConsoleTriage)
#include "tst_consoletriage.moc"

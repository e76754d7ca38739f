// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/environmentsdesk.h"

#include "core/config/environmentsfile.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/themesource.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestEnvironmentsDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void offersWhatTheFileSays();
    void namesTheLineThatIsWrong();
    void saysWhereAFileWouldBe();
    void theOtherConsoleHearsNothingOfOurVariables();

private:
    static void write(const QByteArray &text);
    [[nodiscard]] QStringList offered();

    ThemeSource m_themes{ThemeChoice::Light, QFont(u"DejaVu Sans"_s, 10)};
};

void TestEnvironmentsDesk::cleanup()
{
    QFile::remove(defaultEnvironmentsPath());
}

void TestEnvironmentsDesk::write(const QByteArray &text)
{
    QVERIFY(QDir().mkpath(QFileInfo(defaultEnvironmentsPath()).path()));
    QFile file(defaultEnvironmentsPath());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QStringList TestEnvironmentsDesk::offered()
{
    MainWindow window(&m_themes, {}, systemNow);
    const EnvironmentsDesk desk(&m_themes, &window, u"studio-eu"_s);
    auto *menu = window.findChild<EnvironmentMenu *>();
    Q_EMIT menu->aboutToShow();
    QStringList texts;
    for (const QAction *action : menu->actions())
        texts.append(action->text());
    return texts;
}

void TestEnvironmentsDesk::offersWhatTheFileSays()
{
    write("[environment studio-eu]\nclass = production\nredis = redis://cache-1:6379\n"
          "[environment rehearsal]\nclass = staging\nredis = redis://cache-2:6379\n");
    const QStringList texts = offered();
    QVERIFY(texts.contains(u"studio-eu · this window"_s));
    QVERIFY(texts.contains(u"rehearsal · staging"_s));
}

void TestEnvironmentsDesk::namesTheLineThatIsWrong()
{
    write("[environment studio-eu]\nclass = blue\n");
    const QStringList texts = offered();
    QCOMPARE(texts.size(), 1);
    QVERIFY2(texts.first().contains(u"line 2"_s), qPrintable(texts.first()));
}

void TestEnvironmentsDesk::saysWhereAFileWouldBe()
{
    const QStringList texts = offered();
    QCOMPARE(texts.size(), 1);
    QVERIFY2(texts.first().contains(defaultEnvironmentsPath()), qPrintable(texts.first()));
}

void TestEnvironmentsDesk::theOtherConsoleHearsNothingOfOurVariables()
{
    qputenv("REDIS_URL", "redis://cache-1:6379");
    qputenv("EMBERWATCH_CLASS", "production");
    QProcess process;
    prepareConsole(process, u"/usr/bin/emberwatch-console"_s, u"rehearsal"_s);
    qunsetenv("REDIS_URL");
    qunsetenv("EMBERWATCH_CLASS");
    QCOMPARE(process.arguments(), (QStringList{u"--env"_s, u"rehearsal"_s}));
    QVERIFY(!process.processEnvironment().contains(u"REDIS_URL"_s));
    QVERIFY(!process.processEnvironment().contains(u"EMBERWATCH_CLASS"_s));
    QVERIFY(process.processEnvironment().contains(u"PATH"_s));
}

QTEST_MAIN(TestEnvironmentsDesk)
#include "tst_environmentsdesk.moc"

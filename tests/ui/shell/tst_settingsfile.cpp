// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/settingsfile.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestSettingsFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingThereGivesDefaults();
    void whatIsWrittenIsRead();
    void docksOfAnotherVersionAreForgotten();
    void nonsenseGivesDefaults();
    void tellsWhereItCannotWrite();
    void liesWhereTheSystemWantsIt();

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(u"sub/console.ini"_s); }
    QTemporaryDir m_folder;
};

void TestSettingsFile::nothingThereGivesDefaults()
{
    QCOMPARE(SettingsFile(m_folder.filePath(u"none.ini"_s)).read(), Settings());
}

void TestSettingsFile::whatIsWrittenIsRead()
{
    Settings settings;
    settings.theme = ThemeChoice::Dark;
    settings.clockZone = ClockZone::Local;
    settings.geometry = QByteArray("\0\1geometry\xff", 11);
    settings.docks = QByteArray("docks\0", 6);
    settings.columns = "columns";
    settings.allowedServers.insert(
        Settings::serversKey(u"redis://a:6379/0"_s), {u"http://gpu-1:8188"_s, u"10.4.0.12/32"_s});
    settings.filterHistory = {u"status:failed, \"a b\""_s, u"ключ; x=y"_s};
    QVERIFY(SettingsFile(path()).write(settings));
    QCOMPARE(SettingsFile(path()).read(), settings);
}

void TestSettingsFile::docksOfAnotherVersionAreForgotten()
{
    Settings settings;
    settings.docks = "docks";
    QVERIFY(SettingsFile(path()).write(settings));
    QSettings(path(), QSettings::IniFormat).setValue("window/dockVersion"_L1, Settings::dockVersion + 1);
    QVERIFY(SettingsFile(path()).read().docks.isEmpty());
}

void TestSettingsFile::nonsenseGivesDefaults()
{
    const QString file = m_folder.filePath(u"nonsense.ini"_s);
    {
        QSettings nonsense(file, QSettings::IniFormat);
        nonsense.setValue("theme"_L1, u"pink"_s);
        nonsense.setValue("clock"_L1, 12);
    }
    const Settings settings = SettingsFile(file).read();
    QCOMPARE(settings.theme, ThemeChoice::System);
    QCOMPARE(settings.clockZone, ClockZone::Utc);
}

void TestSettingsFile::tellsWhereItCannotWrite()
{
    const Result<void> written = SettingsFile(u"/proc/none/console.ini"_s).write({});
    QVERIFY(!written);
    QCOMPARE(written.error().kind, Error::Kind::Permission);
}

void TestSettingsFile::liesWhereTheSystemWantsIt()
{
    qputenv("XDG_CONFIG_HOME", m_folder.path().toLocal8Bit());
    QCOMPARE(SettingsFile::defaultPath(), m_folder.filePath(u"emberwatch/console.ini"_s));
}

QTEST_APPLESS_MAIN(TestSettingsFile)
#include "tst_settingsfile.moc"

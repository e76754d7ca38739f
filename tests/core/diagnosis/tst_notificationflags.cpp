// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/notificationflags.h"

#include <QTest>

using namespace emberwatch;

class TestNotificationFlags : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judges_data();
    void judges();
};

void TestNotificationFlags::judges_data()
{
    QTest::addColumn<QByteArray>("flags");
    QTest::addColumn<bool>("isEnough");
    QTest::addColumn<bool>("tellsEviction");
    QTest::addColumn<QByteArray>("wanted");
    QTest::newRow("off") << QByteArray() << false << false << QByteArray("Kg$xe");
    QTest::newRow("what we ask for") << QByteArray("Kg$xe") << true << true << QByteArray("Kg$xe");
    QTest::newRow("as Redis writes it back") << QByteArray("g$xeK") << true << true << QByteArray("g$xeK");
    QTest::newRow("without evictions") << QByteArray("Kg$x") << true << false << QByteArray("Kg$xe");
    QTest::newRow("everything") << QByteArray("AKE") << true << true << QByteArray("AKE");
    QTest::newRow("everything, but by event") << QByteArray("AE") << false << true << QByteArray("AEK");
    QTest::newRow("somebody else's are kept")
        << QByteArray("Elz") << false << false << QByteArray("ElzKg$xe");
    QTest::newRow("no strings") << QByteArray("Kgx") << false << false << QByteArray("Kgx$e");
}

void TestNotificationFlags::judges()
{
    QFETCH(QByteArray, flags);
    QFETCH(bool, isEnough);
    QFETCH(bool, tellsEviction);
    QFETCH(QByteArray, wanted);
    QCOMPARE(isEnoughForJobs(flags), isEnough);
    QCOMPARE(tellsEvictions(flags), tellsEviction);
    QCOMPARE(withFlagsForJobs(flags), wanted);
}

QTEST_APPLESS_MAIN(TestNotificationFlags)
#include "tst_notificationflags.moc"

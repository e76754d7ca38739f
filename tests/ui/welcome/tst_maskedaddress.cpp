// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcome/maskedaddress.h"

#include <QRandomGenerator>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestMaskedAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPasswordIsKeptAndNotShown_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("shown");
        const QString dots = MaskedAddress::mask();
        QTest::newRow("user and password")
            << u"redis://u:secret@h:1/0"_s << u"redis://u:"_s + dots + u"@h:1/0"_s;
        QTest::newRow("password alone") << u"redis://secret@h"_s << u"redis://"_s + dots + u"@h"_s;
        QTest::newRow("default user") << u"redis://:secret@h"_s << u"redis://:"_s + dots + u"@h"_s;
        QTest::newRow("an @ inside") << u"redis://u:a@b@h"_s << u"redis://u:"_s + dots + u"@h"_s;
        QTest::newRow("without scheme") << u"u:secret@h"_s << u"u:"_s + dots + u"@h"_s;
        QTest::newRow("no password") << u"redis://h:6379/0"_s << u"redis://h:6379/0"_s;
        QTest::newRow("a user that will be asked") << u"redis://u:@h"_s << u"redis://u:@h"_s;
    }

    void aPasswordIsKeptAndNotShown()
    {
        QFETCH(QString, typed);
        QFETCH(QString, shown);
        MaskedAddress address;
        address.edit(typed);
        QCOMPARE(address.shown(), shown);
        QCOMPARE(address.whole(), typed);
    }

    void editingTheRestKeepsIt()
    {
        MaskedAddress address;
        address.edit(u"redis://u:secret@h:1"_s);
        address.edit(QString(address.shown()).replace("@h:1"_L1, "@other:2/3"_L1));
        QCOMPARE(address.whole(), u"redis://u:secret@other:2/3"_s);
        address.edit(QString(address.shown()).replace("redis:"_L1, "rediss:"_L1));
        QCOMPARE(address.whole(), u"rediss://u:secret@other:2/3"_s);
    }

    void touchedDotsGiveItUp()
    {
        MaskedAddress address;
        address.edit(u"redis://u:secret@h"_s);
        QString text = address.shown();
        address.edit(text.remove(text.indexOf(u'\u2022'), 1));
        QCOMPARE(address.shown(), u"redis://u:@h"_s);
        QVERIFY(!address.hasPassword());
    }

    void typingIntoTheDotsBeginsAnother()
    {
        MaskedAddress address;
        address.edit(u"redis://u:secret@h"_s);
        QString text = address.shown();
        address.edit(text.insert(text.indexOf(u'@'), u'x'));
        QCOMPARE(address.whole(), u"redis://u:x@h"_s);
        QVERIFY(address.shown().contains(MaskedAddress::mask()));
    }

    void anAtThatIsGoneForAMomentLosesNothing()
    {
        MaskedAddress address;
        address.edit(u"redis://u:secret@h"_s);
        QString text = address.shown();
        const qsizetype at = text.indexOf(u'@');
        address.edit(text.remove(at, 1));
        QVERIFY(!address.shown().contains("secret"_L1));
        QVERIFY(!address.whole().contains("secret"_L1));
        text = address.shown();
        address.edit(text.insert(at, u'@'));
        QCOMPARE(address.whole(), u"redis://u:secret@h"_s);
    }

    void clearingForgets()
    {
        MaskedAddress address;
        address.edit(u"redis://u:secret@h"_s);
        address.edit({});
        QVERIFY(!address.hasPassword());
        address.edit(u"redis://u:"_s + MaskedAddress::mask() + u"@h"_s);
        QVERIFY(!address.whole().contains("secret"_L1));
        QVERIFY(!address.whole().contains(u'\u2022'));
    }

    void randomEditsNeverShowIt()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        const QString alphabet = u"rediss://:@h1\u2022"_s;
        for (int round = 0; round < 300; ++round) {
            MaskedAddress address;
            address.edit(u"redis://user:SECRET@host:6379/0"_s);
            for (int i = 0; i < 40; ++i) {
                QString text = address.shown();
                const auto at = random.bounded(static_cast<int>(text.size()) + 1);
                if (random.bounded(2) == 0)
                    text.insert(at, alphabet[random.bounded(static_cast<int>(alphabet.size()))]);
                else
                    text.remove(at, 1 + random.bounded(3));
                address.edit(text);
                QVERIFY2(!address.shown().contains(u'S'), qPrintable(address.shown()));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestMaskedAddress)
#include "tst_maskedaddress.moc"

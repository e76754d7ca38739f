// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobrow.h"

#include <QTest>
#include <QUuid>

using namespace emberwatch;

class JobRowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void uuidComesBackAsItWas();
    void halvesAreInReadingOrder();
    void otherTextsAreNotPacked_data();
    void otherTextsAreNotPacked();
};

void JobRowTest::uuidComesBackAsItWas()
{
    for (int i = 0; i < 1000; ++i) {
        const QByteArray text = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
        const std::optional<PackedId> id = PackedId::fromUuid(text);
        QVERIFY(id.has_value());
        QByteArray written(36, ' ');
        id->writeUuid(written.data());
        QCOMPARE(written, text);
    }
}

void JobRowTest::halvesAreInReadingOrder()
{
    const std::optional<PackedId> id = PackedId::fromUuid("00112233-4455-6677-8899-aabbccddeeff");
    QVERIFY(id.has_value());
    QCOMPARE(id->high, 0x0011223344556677ULL);
    QCOMPARE(id->low, 0x8899aabbccddeeffULL);
}

void JobRowTest::otherTextsAreNotPacked_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one character short") << QByteArray("00112233-4455-6677-8899-aabbccddeef");
    QTest::newRow("one character long") << QByteArray("00112233-4455-6677-8899-aabbccddeeff0");
    QTest::newRow("upper case") << QByteArray("00112233-4455-6677-8899-AABBCCDDEEFF");
    QTest::newRow("one letter in upper case") << QByteArray("00112233-4455-6677-8899-aabbccddeefF");
    QTest::newRow("braces") << QByteArray("{0112233-4455-6677-8899-aabbccddeef}");
    QTest::newRow("dash in a wrong place") << QByteArray("001122334-455-6677-8899-aabbccddeeff");
    QTest::newRow("no dashes") << QByteArray("001122334455667788990aabbccddeeff000");
    QTest::newRow("letter behind f") << QByteArray("00112233-4455-6677-8899-aabbccddeefg");
    QTest::newRow("byte above 127") << QByteArray("00112233-4455-6677-8899-aabbccddeef\xe9");
}

void JobRowTest::otherTextsAreNotPacked()
{
    QFETCH(QByteArray, text);
    QVERIFY(!PackedId::fromUuid(text));
}

QTEST_GUILESS_MAIN(JobRowTest)
#include "tst_jobrow.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/recordsaddress.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using Kind = RecordsAddress::Kind;
using Tls = RecordsAddress::Tls;

class TestRecordsAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPostgres();
    void readsOthers();
    void tlsIsTheDefaultBeyondLoopback_data();
    void tlsIsTheDefaultBeyondLoopback();
    void refuses_data();
    void refuses();
    void neverShowsThePassword();
};

void TestRecordsAddress::readsPostgres()
{
    const RecordsAddress address = parseRecordsAddress(
        u" postgres://ann:s%40fe%3A%2F@db.example:6543/jobs?schema=app&sslrootcert=/ca%20file.pem&connection_limit=5 "_s)
                                       .value();
    QCOMPARE(address.kind, Kind::Postgres);
    QCOMPARE(address.host, u"db.example"_s);
    QCOMPARE(address.port, quint16(6543));
    QCOMPARE(address.database, u"jobs"_s);
    QCOMPARE(address.user, u"ann"_s);
    QCOMPARE(address.password.reveal(), "s@fe:/");
    QCOMPARE(address.schema, u"app"_s);
    QCOMPARE(address.caFile, u"/ca file.pem"_s);
    QCOMPARE(address.tls, Tls::VerifyFull);

    const RecordsAddress local = parseRecordsAddress(u"postgresql:///jobs?host=/run/postgresql"_s).value();
    QCOMPARE(local.host, u"/run/postgresql"_s);
    QCOMPARE(local.tls, Tls::Plain);
    QCOMPARE(parseRecordsAddress(u"postgresql://[::1]/jobs"_s).value().host, u"::1"_s);
}

void TestRecordsAddress::readsOthers()
{
    QCOMPARE(parseRecordsAddress(u"none"_s).value(), RecordsAddress());
    const RecordsAddress file = parseRecordsAddress(u"sqlite:///var/lib/a%20b.sqlite"_s).value();
    QCOMPARE(file.kind, Kind::Sqlite);
    QCOMPARE(file.path, u"/var/lib/a b.sqlite"_s);
}

void TestRecordsAddress::tlsIsTheDefaultBeyondLoopback_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isTls");
    QTest::newRow("another host") << u"postgresql://db.example/jobs"_s << true;
    QTest::newRow("another host, prefer") << u"postgresql://db.example/jobs?sslmode=prefer"_s << true;
    QTest::newRow("another host, require is raised")
        << u"postgresql://db.example/jobs?sslmode=require"_s << true;
    QTest::newRow("another host, plain by choice")
        << u"postgresql://db.example/jobs?sslmode=disable"_s << false;
    QTest::newRow("localhost") << u"postgresql://localhost/jobs"_s << false;
    QTest::newRow("127.0.0.9") << u"postgresql://127.0.0.9/jobs"_s << false;
    QTest::newRow("a host named like loopback") << u"postgresql://127.0.0.1.example/jobs"_s << true;
    QTest::newRow("localhost by choice") << u"postgresql://localhost/jobs?sslmode=verify-full"_s << true;
    QTest::newRow("a host as option") << u"postgresql:///jobs?host=db.example"_s << true;
}

void TestRecordsAddress::tlsIsTheDefaultBeyondLoopback()
{
    QFETCH(const QString, text);
    QFETCH(const bool, isTls);
    QCOMPARE(parseRecordsAddress(text).value().tls == Tls::VerifyFull, isTls);
}

void TestRecordsAddress::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("another database") << u"mysql://host/db"_s;
    QTest::newRow("no database") << u"postgresql://host"_s;
    QTest::newRow("an unknown option") << u"postgresql://host/db?options=-csearch_path=x"_s;
    QTest::newRow("an unknown sslmode") << u"postgresql://host/db?sslmode=off"_s;
    QTest::newRow("a semicolon") << u"postgresql://host/db?sslrootcert=a;sslmode=disable"_s;
    QTest::newRow("a line feed") << u"postgresql://host/d%0Ab"_s;
    QTest::newRow("a port out of range") << u"postgresql://host:99999/db"_s;
    QTest::newRow("a relative SQLite path") << u"sqlite:jobs.sqlite"_s;
    QTest::newRow("a SQLite host") << u"sqlite://host/jobs.sqlite"_s;
    QTest::newRow("no SQLite path") << u"sqlite:///"_s;
}

void TestRecordsAddress::refuses()
{
    QFETCH(const QString, text);
    const Result<RecordsAddress> address = parseRecordsAddress(text);
    QVERIFY(!address);
    QCOMPARE(address.error().kind, Error::Kind::Invalid);
}

void TestRecordsAddress::neverShowsThePassword()
{
    const QString text = u"postgresql://ann:hunter2@db.example/jobs"_s;
    QCOMPARE(displayText(parseRecordsAddress(text).value()), u"postgresql://db.example:5432/jobs"_s);
    const QStringList wrongOnes{text + u"?sslmode=hunter2x"_s, text + u"/more"_s,
        u"mysql://ann:hunter2@h/d"_s, u"postgresql://ann:hunter2@h:port/d"_s};
    for (const QString &wrong : wrongOnes) {
        const Result<RecordsAddress> address = parseRecordsAddress(wrong);
        QVERIFY(!address);
        QVERIFY2(!address.error().message.contains("hunter2"_L1), qPrintable(address.error().message));
    }
}

QTEST_GUILESS_MAIN(TestRecordsAddress)
#include "tst_recordsaddress.moc"

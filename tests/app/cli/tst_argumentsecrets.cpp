// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/argumentsecrets.h"

#include <QTest>

#include <vector>

using namespace emberwatch::cli;

class TestArgumentSecrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hides_data();
    void hides();
    void hidesTheKeyOfAWebhook_data();
    void hidesTheKeyOfAWebhook();
};

void TestArgumentSecrets::hides_data()
{
    QTest::addColumn<QByteArray>("argument");
    QTest::addColumn<QByteArray>("hidden");
    QTest::newRow("no URL") << QByteArray("list") << QByteArray("list");
    QTest::newRow("URL without a user")
        << QByteArray("redis://host:6379/0") << QByteArray("redis://host:6379/0");
    QTest::newRow("user and password")
        << QByteArray("redis://ops:s3cret@host") << QByteArray("redis://ops:xxxxxx@host");
    QTest::newRow("password alone") << QByteArray("redis://:s3cret@host")
                                    << QByteArray("redis://:xxxxxx@host");
    QTest::newRow("a lone user part is the password")
        << QByteArray("rediss://s3cret@host") << QByteArray("rediss://xxxxxx@host");
    QTest::newRow("user whose password is asked for")
        << QByteArray("redis://ops:@host") << QByteArray("redis://ops:@host");
    QTest::newRow("option and value in one")
        << QByteArray("--redis=redis://ops:s3@h") << QByteArray("--redis=redis://ops:xx@h");
    QTest::newRow("@ in the password")
        << QByteArray("redis://ops:a@b@host") << QByteArray("redis://ops:xxx@host");
    QTest::newRow("records") << QByteArray("--records=postgresql://u:s3@h/d")
                             << QByteArray("--records=postgresql://u:xx@h/d");
    QTest::newRow("socket") << QByteArray("unix://ops:s3@/run/r.sock")
                            << QByteArray("unix://ops:xx@/run/r.sock");
}

void TestArgumentSecrets::hides()
{
    QFETCH(QByteArray, argument);
    QFETCH(QByteArray, hidden);
    QByteArray program("emberwatch");
    QByteArray copy = argument;
    std::vector<char *> argv{program.data(), copy.data(), nullptr};
    QCOMPARE(hideArgumentSecrets(2, argv.data()), argument != hidden);
    QCOMPARE(copy, hidden);
    QCOMPARE(program, QByteArray("emberwatch"));
}

void TestArgumentSecrets::hidesTheKeyOfAWebhook_data()
{
    QTest::addColumn<QByteArray>("option");
    QTest::addColumn<QByteArray>("argument");
    QTest::addColumn<QByteArray>("hidden");
    QTest::newRow("behind the option") << QByteArray("--webhook") << QByteArray("https://h.example/s/T0")
                                       << QByteArray("https://h.examplexxxxx");
    QTest::newRow("in one") << QByteArray("test") << QByteArray("--webhook=http://h:1/k")
                            << QByteArray("--webhook=http://h:1xx");
    QTest::newRow("in the query") << QByteArray("--webhook") << QByteArray("https://h?k=v")
                                  << QByteArray("https://hxxxx");
    QTest::newRow("no path") << QByteArray("--webhook") << QByteArray("https://h") << QByteArray("https://h");
    QTest::newRow("another option") << QByteArray("--allow-server") << QByteArray("https://h/k")
                                    << QByteArray("https://h/k");
}

void TestArgumentSecrets::hidesTheKeyOfAWebhook()
{
    QFETCH(QByteArray, option);
    QFETCH(QByteArray, argument);
    QFETCH(QByteArray, hidden);
    std::vector<char *> argv{option.data(), argument.data(), nullptr};
    QVERIFY(!hideArgumentSecrets(2, argv.data()));
    QCOMPARE(argument, hidden);
}

QTEST_APPLESS_MAIN(TestArgumentSecrets)
#include "tst_argumentsecrets.moc"

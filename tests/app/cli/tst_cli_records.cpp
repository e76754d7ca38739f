// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprocess.h"
#include "tests/support/redisserver.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

class TestCliRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initMakesTheFile();
    void checkMakesNothing();
    void noDatabaseIsAnAnswer();
    void aForeignFileIsRefused();
    void aDatabaseThatIsAway();

private:
    QTemporaryDir m_folder;
};

void TestCliRecords::initMakesTheFile()
{
    const QString path = m_folder.filePath(u"deep/records.sqlite"_s);
    const QStringList records{u"--records"_s, u"sqlite://"_s + path};
    for (int round = 0; round < 2; ++round) {
        const CliOutcome made = runCli(QStringList{u"records"_s, u"init"_s, u"--json"_s} + records);
        QVERIFY2(made.exitCode == 0, made.err.constData());
        QVERIFY(QFile::exists(path));
    }
    const CliOutcome checked
        = runCli({u"records"_s, u"check"_s, u"--json"_s}, {{u"DATABASE_URL"_s, u"sqlite://"_s + path}});
    QVERIFY2(checked.exitCode == 0, checked.err.constData());
    const QJsonObject check = checked.objects().value(0);
    QCOMPARE(check.value("records"_L1).toString(), u"sqlite://"_s + path);
    QCOMPARE(check.value("canRead"_L1), QJsonValue(true));
    QCOMPARE(check.value("canUpdate"_L1), QJsonValue(true));
    const CliOutcome text = runCli(QStringList{u"records"_s, u"check"_s} + records);
    QVERIFY2(text.out.contains("read: yes, update: yes, insert: yes\n"), text.out.constData());
}

void TestCliRecords::checkMakesNothing()
{
    const QString path = m_folder.filePath(u"absent.sqlite"_s);
    const CliOutcome outcome = runCli({u"records"_s, u"check"_s, u"--records"_s, u"sqlite://"_s + path});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.err.contains("records init") || outcome.out.contains("records init"),
        QByteArray(outcome.out + outcome.err).constData());
    QVERIFY(!QFile::exists(path));
}

void TestCliRecords::noDatabaseIsAnAnswer()
{
    const CliOutcome outcome = runCli({u"records"_s, u"check"_s, u"--records"_s, u"none"_s});
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(outcome.out.startsWith("none: no database"), outcome.out.constData());
}

void TestCliRecords::aForeignFileIsRefused()
{
    const QString path = m_folder.filePath(u"text.sqlite"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("not a database at all, but a text of some length\n");
    file.close();
    const CliOutcome outcome = runCli({u"records"_s, u"init"_s, u"--records"_s, u"sqlite://"_s + path});
    QVERIFY2(outcome.exitCode != 0, outcome.out.constData());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith("not a database"));
}

void TestCliRecords::aDatabaseThatIsAway()
{
    const QString url = u"postgresql://ops:canary-77@127.0.0.1:%1/studio"_s.arg(freePort());
    const CliOutcome outcome = runCli({u"records"_s, u"check"_s}, {{u"DATABASE_URL"_s, url}});
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY2(!outcome.err.isEmpty() && !outcome.err.contains("canary"), outcome.err.constData());
}

QTEST_GUILESS_MAIN(TestCliRecords)
#include "tst_cli_records.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/servicelog.h"

#include <QTemporaryFile>
#include <QTest>

#include <sys/stat.h>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestServiceLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { qunsetenv("JOURNAL_STREAM"); }
    void lines_data();
    void lines();
    void knowsTheJournal();
};

void TestServiceLog::lines_data()
{
    QTest::addColumn<LogFormat>("format");
    QTest::addColumn<QtMsgType>("type");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("journal, debug") << LogFormat::Journal << QtDebugMsg << QByteArray("<7>a.b: hi\n");
    QTest::newRow("journal, info") << LogFormat::Journal << QtInfoMsg << QByteArray("<6>a.b: hi\n");
    QTest::newRow("journal, warning") << LogFormat::Journal << QtWarningMsg << QByteArray("<4>a.b: hi\n");
    QTest::newRow("journal, error") << LogFormat::Journal << QtCriticalMsg << QByteArray("<3>a.b: hi\n");
    QTest::newRow("terminal") << LogFormat::Terminal << QtWarningMsg
                              << QByteArray("2025-11-24 02:51:07.123 UTC warning a.b: hi\n");
}

void TestServiceLog::lines()
{
    QFETCH(LogFormat, format);
    QFETCH(QtMsgType, type);
    QFETCH(QByteArray, line);
    QCOMPARE(logLine(format, type, "a.b", u"hi"_s, 1'763'952'667'123), line);
    const QByteArray forged = logLine(format, type, "a.b", u"one\n<0>two\x1b[2J"_s, 1'763'952'667'123);
    QCOMPARE(forged.count('\n'), 1);
    QVERIFY(!forged.contains('\x1b'));
}

void TestServiceLog::knowsTheJournal()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    struct stat status = {};
    QCOMPARE(::fstat(file.handle(), &status), 0);
    QCOMPARE(logFormatOf(file.handle()), LogFormat::Terminal);
    const QByteArray device = QByteArray::number(static_cast<qulonglong>(status.st_dev));
    const QByteArray node = QByteArray::number(static_cast<qulonglong>(status.st_ino));
    qputenv("JOURNAL_STREAM", device + ':' + node);
    QCOMPARE(logFormatOf(file.handle()), LogFormat::Journal);
    // Standard error was redirected: the variable is still there, and speaks of another file.
    qputenv("JOURNAL_STREAM", device + ':' + node + '1');
    QCOMPARE(logFormatOf(file.handle()), LogFormat::Terminal);
}

QTEST_APPLESS_MAIN(TestServiceLog)
#include "tst_servicelog.moc"

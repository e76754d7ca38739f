// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfyclient.h"
#include "tests/support/comfysimprocess.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace emberwatch::test;

/// The program itself: options, script, its end.
class ComfySimProgramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itEndsOnSigterm()
    {
        ComfySimProcess sim;
        QVERIFY(sim.isRunning());
        QCOMPARE(sim.terminate(), 0);
    }

    void itEndsWithItsParent()
    {
        QProcess program;
        program.start(QStringLiteral(EMBERWATCH_COMFYSIM), {u"--with-parent"_s});
        QVERIFY(program.waitForReadyRead());
        program.closeWriteChannel();
        QVERIFY(program.waitForFinished(5000));
        QCOMPARE(program.exitCode(), 0);
    }

    void itComesBackOnItsPorts()
    {
        ComfySimProcess sim;
        const quint16 port = sim.port();
        sim.kill();
        QVERIFY(!sim.isRunning());
        QVERIFY2(sim.start(), qPrintable(sim.log()));
        QCOMPARE(sim.port(), port);
        QCOMPARE(ComfyClient(sim.url()).get(u"/prompt"_s).status, 200);
    }

    void wrongArgumentsAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("behaviour") << QStringList{u"--behaviour"_s, u"ancient"_s};
        QTest::newRow("speed") << QStringList{u"--speed"_s, u"0"_s};
        QTest::newRow("port") << QStringList{u"--port"_s, u"70000"_s};
        QTest::newRow("option") << QStringList{u"--unknown"_s};
        QTest::newRow("script") << QStringList{u"--script"_s, u"/no/such/file"_s};
    }
    void wrongArgumentsAreRefused()
    {
        QFETCH(const QStringList, arguments);
        QProcess program;
        program.start(QStringLiteral(EMBERWATCH_COMFYSIM), arguments);
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitCode(), 2);
        QVERIFY(program.readAllStandardError().startsWith("emberwatch-comfysim: "));
    }

    void scriptsPlayAnIncident()
    {
        const QTemporaryDir folder;
        QFile script(folder.filePath(u"incident"_s));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("# an incident\n\n"
                     "{\"at_ms\": 0, \"action\": \"load\", \"count\": 3, \"state\": \"success\"}\n"
                     "{\"at_ms\": 500, \"action\": \"html\", \"status\": 502}\n");
        script.close();
        ComfySimProcess sim({u"new"_s, 1, 1, {u"--script"_s, script.fileName()}});
        ComfyClient client(sim.url());
        QTRY_COMPARE(sim.state().value("history"_L1).toInt(), 3);
        QTRY_COMPARE(client.get(u"/queue"_s).status, 502);
    }

    void actionsTakeTheirArgumentsFromTheQueryToo()
    {
        ComfySimProcess sim;
        ComfyClient control(QUrl(u"http://127.0.0.1:%1"_s.arg(sim.controlPort())));
        QCOMPARE(control.post(u"/_sim/load?count=4&state=success&prefix=j"_s, QByteArray()).body,
            QByteArray(R"({"ok": true, "loaded": 4})"));
        QCOMPARE(control.get(u"/_sim/state"_s).object().value("history"_L1).toInt(), 4);
        const ComfyAnswer unknown = control.post(u"/_sim/explode"_s, QByteArray());
        QCOMPARE(unknown.status, 404);
        QVERIFY(unknown.object().value("actions"_L1).toArray().contains(u"restart"_s));
        QCOMPARE(control.get(u"/_sim/restart"_s).status, 400);
    }

    void clocksMayDiffer()
    {
        ComfySimProcess sim;
        sim.control(u"set"_s, {{u"clock_offset_ms"_s, 3'600'000}});
        ComfyClient client(sim.url());
        const QString id = client.submit(ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 0}}));
        QTRY_VERIFY(!client.history(id).isEmpty());
        const QJsonObject extra = client.history(id).value("prompt"_L1).toArray().at(3).toObject();
        const qint64 ahead = extra.value("create_time"_L1).toInteger() - QDateTime::currentMSecsSinceEpoch();
        QVERIFY(ahead > 3'500'000);
    }
};

QTEST_GUILESS_MAIN(ComfySimProgramTest)
#include "tst_comfysimprogram.moc"

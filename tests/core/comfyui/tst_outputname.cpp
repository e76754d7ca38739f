// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/outputname.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestOutputName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void strangeIdsAreReplaced_data();
    void strangeIdsAreReplaced();
};

void TestOutputName::names_data()
{
    QTest::addColumn<QString>("remote");
    QTest::addColumn<QString>("name");
    QTest::newRow("a picture") << u"ComfyUI_00001_.png"_s << u"3f0c-8a52-2.png"_s;
    QTest::newRow("capital letters") << u"A.PNG"_s << u"3f0c-8a52-2.png"_s;
    QTest::newRow("a film") << u"clip.mp4"_s << u"3f0c-8a52-2.mp4"_s;
    QTest::newRow("a program") << u"setup.exe"_s << u"3f0c-8a52-2.bin"_s;
    QTest::newRow("a launcher") << u"cat.png.desktop"_s << u"3f0c-8a52-2.bin"_s;
    QTest::newRow("a page") << u"index.html"_s << u"3f0c-8a52-2.bin"_s;
    QTest::newRow("a drawing that runs scripts") << u"a.svg"_s << u"3f0c-8a52-2.bin"_s;
    QTest::newRow("no extension") << u"png"_s << u"3f0c-8a52-2.bin"_s;
    QTest::newRow("a path behind the dot") << u"a./../../etc/passwd"_s << u"3f0c-8a52-2.bin"_s;
    QTest::newRow("nothing") << QString() << u"3f0c-8a52-2.bin"_s;
    QTest::newRow("a line feed") << u"a.png\n"_s << u"3f0c-8a52-2.bin"_s;
}

void TestOutputName::names()
{
    QFETCH(QString, remote);
    QFETCH(QString, name);
    QCOMPARE(comfyui::outputName(PromptId("3f0c-8a52"), 2, remote), name);
}

void TestOutputName::strangeIdsAreReplaced_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a path") << QByteArray("../../x");
    QTest::newRow("hidden") << QByteArray(".bashrc");
    QTest::newRow("an option") << QByteArray("-rf");
    QTest::newRow("not UTF-8") << QByteArray("\xff\x00", 2);
    QTest::newRow("very long") << QByteArray(101, 'x');
}

void TestOutputName::strangeIdsAreReplaced()
{
    QFETCH(QByteArray, id);
    const QString name = comfyui::outputName(PromptId(id), 1, u"a.png"_s);
    QVERIFY2(name.startsWith(u"job-"_s) && name.endsWith(u"-1.png"_s), qPrintable(name));
    QCOMPARE(name.size(), 4 + 16 + 6);
    QVERIFY(name != comfyui::outputName(PromptId(id + 'a'), 1, u"a.png"_s));
}

QTEST_APPLESS_MAIN(TestOutputName)
#include "tst_outputname.moc"

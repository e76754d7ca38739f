// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/jobjson.h"
#include "app/cli/jsonoutput.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::cli;
using namespace Qt::StringLiterals;

namespace {

QByteArray jsonOf(QByteArrayView text)
{
    std::string to;
    appendJsonString(to, text);
    return QByteArray::fromStdString(to);
}

JobLook readableLook()
{
    JobLook look;
    look.id = "a";
    look.fields.type = "face_swap";
    look.fields.userId = "";
    look.fields.status = JobStatus::Processing;
    look.fields.progressToken = "42.50";
    look.fields.startedAtToken = "1.7e9";
    look.fields.serverUrl = "http://gpu-2:8188";
    look.ttlMs = 7'100'000;
    look.silenceMs = 100'000;
    return look;
}

QByteArray objectOf(const JobLook &look)
{
    std::string to;
    appendJobObject(to, look);
    return QByteArray::fromStdString(to);
}

} // namespace

class TestJsonOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strings_data();
    void strings();
    void everyByteBecomesJson();
    void numbers();
    void readableJob();
    void unreadableJob();
    void idThatIsNotUtf8();
};

void TestJsonOutput::strings_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray() << QByteArray("\"\"");
    QTest::newRow("plain") << QByteArray("a b/c") << QByteArray("\"a b/c\"");
    QTest::newRow("quote and backslash") << QByteArray("a\"b\\c") << QByteArray(R"("a\"b\\c")");
    QTest::newRow("control characters")
        << QByteArray("a\r\n\tb\x1f") << QByteArray(R"("a\u000d\u000a\u0009b\u001f")");
    QTest::newRow("nul") << QByteArray("a\0b", 3) << QByteArray(R"("a\u0000b")");
    QTest::newRow("delete stays") << QByteArray("\x7f") << QByteArray("\"\x7f\"");
    QTest::newRow("umlaut and emoji") << QByteArray("ä😀") << QByteArray("\"ä😀\"");
    QTest::newRow("right-to-left mark") << QByteArray("\u200Fx") << QByteArray("\"\u200Fx\"");
    QTest::newRow("not UTF-8") << QByteArray("a\xff\xfe"
                                             "b")
                               << QByteArray("\"a\uFFFD\uFFFDb\"");
    QTest::newRow("cut character") << QByteArray("a\xc3") << QByteArray("\"a\uFFFD\"");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QByteArray("\"\uFFFD\uFFFD\uFFFD\"");
}

void TestJsonOutput::strings()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, json);
    QCOMPARE(jsonOf(text), json);
}

void TestJsonOutput::everyByteBecomesJson()
{
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const QByteArray text{char(first), char(second)};
            const QByteArray json = "[" + jsonOf(text) + "]";
            QJsonParseError error;
            QJsonDocument::fromJson(json, &error);
            QVERIFY2(error.error == QJsonParseError::NoError, text.toHex().constData());
            QCOMPARE(isUtf8(text), QString::fromUtf8(text).toUtf8() == text);
        }
    }
}

void TestJsonOutput::numbers()
{
    std::string to;
    appendJsonNumber(to, std::numeric_limits<qint64>::min());
    to += ' ';
    appendJsonNumber(to, 0);
    to += ' ';
    appendJsonNumber(to, std::nullopt);
    QCOMPARE(to, std::string("-9223372036854775808 0 null"));
}

void TestJsonOutput::readableJob()
{
    const QByteArray expected
        = R"({"promptId":"a","type":"face_swap","userId":"","characterId":null,"status":"processing",)"
          R"("progress":42.50,"startedAt":1.7e9,"clientId":null,"serverUrl":"http://gpu-2:8188",)"
          R"("ageMs":null,"silenceMs":100000,"ttlMs":7100000,"readable":true,"reason":null})";
    QCOMPARE(objectOf(readableLook()), expected);
}

void TestJsonOutput::unreadableJob()
{
    JobLook look;
    look.id = "a";
    look.fields.unreadable = Unreadable::NotJson;
    look.reason = "not JSON (\"byte\" 17)";
    look.ttlMs = 5;
    const QByteArray expected
        = R"({"promptId":"a","type":null,"userId":null,"characterId":null,"status":null,"progress":null,)"
          R"("startedAt":null,"clientId":null,"serverUrl":null,"ageMs":null,"silenceMs":null,"ttlMs":5,)"
          R"json("readable":false,"reason":"not JSON (\"byte\" 17)"})json";
    QCOMPARE(objectOf(look), expected);
}

void TestJsonOutput::idThatIsNotUtf8()
{
    JobLook look = readableLook();
    look.id = "a\xff";
    const QJsonObject object = QJsonDocument::fromJson(objectOf(look)).object();
    QCOMPARE(object.value("promptId"_L1).toString(), u"a\uFFFD"_s);
    QCOMPARE(object.value("keyHex"_L1).toString(), u"61ff"_s);
    QVERIFY(!objectOf(readableLook()).contains("keyHex"));
}

QTEST_APPLESS_MAIN(TestJsonOutput)
#include "tst_jsonoutput.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobdocument.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

const QByteArray typical
    = R"({"promptId":"d2b1c0de-0000-4000-8000-000000000001","type":"lora_training","userId":"usr_1",)"
      R"("characterId":"chr_7","status":"processing","progress":42.5,"startedAt":1700000000123,)"
      R"("clientId":"cli-1","serverUrl":"http://gpu-2:8188"})";

/// A readable document with more members behind the required ones; of equal names the last counts.
QByteArray with(const QByteArray &members)
{
    return R"({"promptId":"p","type":"t","status":"queued","progress":0,"startedAt":1700000000000,)" + members
        + '}';
}

QByteArray nested(int depth)
{
    // The object itself is one level.
    return with("\"deep\":" + QByteArray(depth - 1, '[') + QByteArray(depth - 1, ']'));
}

} // namespace

class JobDocumentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAProducersDocument();
    void optionalMembersMayBeMissingOrNull();
    void readable_data();
    void readable();
    void unreadable_data();
    void unreadable();
    void startedAt_data();
    void startedAt();
    void textIsUnescaped_data();
    void textIsUnescaped();
    void plainTextPointsIntoTheDocument();
    void bytesBehindTheDocumentDoNotMatter();
    void parserForgetsTheDocumentBefore();
    void limitsAreAdjustable();
    void reasonIsASentence();
    void stateHasTheMembersAsValues();
    void edit_data();
    void edit();
    void editRefuses();
    void newDocumentReadsBack();
};

void JobDocumentTest::readsAProducersDocument()
{
    JobParser parser;
    const JobFields &fields = parser.parse(typical);
    QCOMPARE(fields.unreadable, Unreadable::No);
    QCOMPARE(fields.detail, QByteArray());
    QCOMPARE(fields.promptId.toByteArray(), "d2b1c0de-0000-4000-8000-000000000001");
    QCOMPARE(fields.type.toByteArray(), "lora_training");
    QCOMPARE(fields.userId.toByteArray(), "usr_1");
    QVERIFY(fields.hasCharacterId);
    QCOMPARE(fields.characterId.toByteArray(), "chr_7");
    QCOMPARE(fields.status, JobStatus::Processing);
    QCOMPARE(fields.progress, 42.5);
    QCOMPARE(fields.startedAt, std::optional<qint64>(1'700'000'000'123));
    QVERIFY(fields.hasClientId);
    QCOMPARE(fields.clientId.toByteArray(), "cli-1");
    QCOMPARE(fields.serverUrl.toByteArray(), "http://gpu-2:8188");
}

void JobDocumentTest::optionalMembersMayBeMissingOrNull()
{
    JobParser parser;
    for (const QByteArray &members :
        {R"("x":1)"_ba, R"("userId":null,"characterId":null,"clientId":null,"serverUrl":null)"_ba}) {
        const JobFields &fields = parser.parse(with(members));
        QCOMPARE(fields.unreadable, Unreadable::No);
        QVERIFY(!fields.hasCharacterId && !fields.hasClientId);
        QVERIFY(fields.userId.isEmpty() && fields.characterId.isEmpty());
        QVERIFY(fields.clientId.isEmpty() && fields.serverUrl.isEmpty());
    }
}

void JobDocumentTest::readable_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::newRow("empty userId") << with(R"("userId":"")");
    QTest::newRow("white space everywhere")
        << " \n{ \"promptId\" : \"p\" , \"type\":\"t\",\t\"status\" :\r\n\"queued\",\"progress\": 0 ,\"startedAt\" : 1 } \n"_ba;
    QTest::newRow("unknown members of every kind")
        << with(R"("a":{"b":[1,{"c":null}],"d":{}},"e":[],"f":true,"g":false,"h":"\u0041\n\/","":0)");
    QTest::newRow("integer above 64 bits")
        << with(R"("n":[18446744073709551615,18446744073709551616,-9223372036854775809])");
    QTest::newRow("integer of 300 digits") << with("\"n\":" + QByteArray(300, '7'));
    QTest::newRow("number above a double") << with(R"("n":[1e400,-1E+400,1e-400])");
    QTest::newRow("lone surrogate") << with(R"("n":"\ud800","\udc00":1)");
    QTest::newRow("last duplicate counts")
        << with(R"("status":"failed","status":"queued","progress":500,"progress":1)");
    QTest::newRow("earlier duplicate of a wrong type") << with(R"("userId":17,"userId":"u")");
    QTest::newRow("wrong type one level down") << with(R"("more":{"status":17,"promptId":null})");
    QTest::newRow("name with an escape") << with(R"("st\u0061tus":"failed")");
    QTest::newRow("256 levels") << nested(256);
    QTest::newRow("NUL in a text") << with(R"("userId":"a\u0000b")");
    QTest::newRow("progress at its ends") << with(R"("progress":100.0)");
    QTest::newRow("progress -0") << with(R"("progress":-0)");
    QTest::newRow("progress small by its digits") << with("\"progress\":0." + QByteArray(400, '0') + '1');
    QTest::newRow("progress with a large exponent for small digits")
        << with("\"progress\":0." + QByteArray(400, '0') + "1e401");
    QTest::newRow("progress with an exponent beyond all") << with(R"("progress":1e-99999999999999999999)");
    QTest::newRow("progress nearly 0") << with(R"("progress":1e-400)");
}

void JobDocumentTest::readable()
{
    QFETCH(QByteArray, document);
    JobParser parser;
    const JobFields &fields = parser.parse(document);
    QCOMPARE(reasonText(fields.unreadable, fields.detail), QString());
}

void JobDocumentTest::unreadable_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<Unreadable>("reason");
    QTest::addColumn<QByteArray>("detail");
    const auto row = [](const char *name, const QByteArray &document, Unreadable reason,
                         const QByteArray &detail) { QTest::newRow(name) << document << reason << detail; };
    row("nothing", "", Unreadable::Empty, "");
    row("white space", " \n", Unreadable::Empty, "white space only");
    row("2 MB", with("\"x\":\"" + QByteArray(2'000'000, 'x') + '"'), Unreadable::TooLarge, "2000091 bytes");
    row("text", "hello", Unreadable::NotJson, "byte 0");
    row("cut", typical.chopped(1), Unreadable::NotJson, "no closing brace at the end");
    row("cut in a string", typical.first(20), Unreadable::NotJson, "string without closing quote");
    row("two objects", with("\"a\":1") + "{}", Unreadable::NotJson, "byte 90");
    row("comma behind the last member", with("\"a\":1,"), Unreadable::NotJson, "byte 90");
    row("no comma", with("\"a\":1 \"b\":2"), Unreadable::NotJson, "byte 90");
    row("no colon", with("\"a\" 1"), Unreadable::NotJson, "byte 88");
    row("string as a name within an object", with(R"("x":{"a":"b":1},"y":{"c":2})"), Unreadable::NotJson,
        "byte 96");
    row("name without quotes", with("a:1"), Unreadable::NotJson, "byte 84");
    row("bracket closed by a brace", with("\"a\":[1}"), Unreadable::NotJson, "byte 90");
    row("object in an object not closed", with("\"a\":{"), Unreadable::NotJson, "byte 90");
    row("leading zero", with("\"a\":01"), Unreadable::NotJson, "byte 88");
    row("plus sign", with("\"a\":+1"), Unreadable::NotJson, "byte 88");
    row("number without digits behind the point", with("\"a\":1."), Unreadable::NotJson, "byte 88");
    row("number without exponent", with("\"a\":1e"), Unreadable::NotJson, "byte 88");
    row("NaN", with("\"a\":NaN"), Unreadable::NotJson, "byte 88");
    row("word cut", with("\"a\":tru"), Unreadable::NotJson, "byte 88");
    row("unknown escape", with(R"("a":"b\x")"), Unreadable::NotJson, "byte 90");
    row("unknown escape in a name", with(R"("\q":1)"), Unreadable::NotJson, "byte 85");
    row("short \\u", with(R"("a":"\u12")"), Unreadable::NotJson, "byte 89");
    row("line end in a string", with("\"a\":\"\n\""), Unreadable::NotJson, "control character in a string");
    row("byte order mark", "\xef\xbb\xbf" + typical, Unreadable::NotJson, "byte 0");
    row("NUL behind the end", typical + QByteArray(1, '\0'), Unreadable::NotJson,
        "no closing brace at the end");
    row("not UTF-8 in a string", with("\"a\":\"\xff\""), Unreadable::NotUtf8, "byte 89");
    row("surrogate in UTF-8", with("\"a\":\"\xed\xa0\x80\""), Unreadable::NotUtf8, "byte 89");
    row("257 levels", nested(257), Unreadable::TooDeep, "byte 346");
    row("a million brackets", QByteArray(1'000'000, '[') + ']', Unreadable::TooDeep, "byte 256");
    row("array", "[1,{\"a\":2}]", Unreadable::NotAnObject, "an array");
    row("array not closed", "[[1]", Unreadable::NotJson, "byte 4");
    row("array cut", "[[1],", Unreadable::NotJson, "no closing bracket at the end");
    row("null", " null ", Unreadable::NotAnObject, "a single value");
    row("string", R"("a\"b")", Unreadable::NotAnObject, "a single value");
    row("two strings", R"("a""b")", Unreadable::NotJson, "byte 0");
    row("number", "17", Unreadable::NotAnObject, "a single value");
    row("empty object", "{}", Unreadable::MissingMember, "promptId");
    row("no status", R"({"promptId":"p","type":"t","progress":0,"startedAt":1})", Unreadable::MissingMember,
        "status");
    row("promptId null", with("\"promptId\":null"), Unreadable::WrongMemberType, "promptId");
    row("type a number", with("\"type\":1"), Unreadable::WrongMemberType, "type");
    row("userId an object", with("\"userId\":{}"), Unreadable::WrongMemberType, "userId");
    row("clientId false", with("\"clientId\":false"), Unreadable::WrongMemberType, "clientId");
    row("status an array", with("\"status\":[\"queued\"]"), Unreadable::WrongMemberType, "status");
    row("progress a string", with("\"progress\":\"50\""), Unreadable::WrongMemberType, "progress");
    row("progress null", with("\"progress\":null"), Unreadable::WrongMemberType, "progress");
    row("startedAt a string", with("\"startedAt\":\"1700000000000\""), Unreadable::WrongMemberType,
        "startedAt");
    row("status of the database", with("\"status\":\"cancelled\""), Unreadable::UnknownStatus, "cancelled");
    row("status in upper case", with("\"status\":\"QUEUED\""), Unreadable::UnknownStatus, "QUEUED");
    row("progress above 100", with("\"progress\":100.5"), Unreadable::ProgressOutOfRange, "100.5");
    row("progress below 0", with("\"progress\":-1"), Unreadable::ProgressOutOfRange, "-1");
    row("progress beyond all", with("\"progress\":1E+99999999999999999999"), Unreadable::ProgressOutOfRange,
        "1E+99999999999999999999");
    row("progress far below 0", with("\"progress\":-1e999"), Unreadable::ProgressOutOfRange, "-1e999");
    row("progress without end", with("\"progress\":1e400"), Unreadable::ProgressOutOfRange, "1e400");
}

void JobDocumentTest::unreadable()
{
    QFETCH(QByteArray, document);
    QFETCH(Unreadable, reason);
    QFETCH(QByteArray, detail);
    JobParser parser;
    const JobFields &fields = parser.parse(document);
    QCOMPARE(fields.unreadable, reason);
    QCOMPARE(fields.detail, detail);
    QVERIFY(fields.promptId.isEmpty());
    const Result<JobState> state = jobStateOf(fields);
    QVERIFY(!state);
    QCOMPARE(state.error().kind, Error::Kind::Parse);
    QCOMPARE(state.error().message, reasonText(reason, detail));
}

void JobDocumentTest::startedAt_data()
{
    QTest::addColumn<QByteArray>("number");
    QTest::addColumn<std::optional<qint64>>("expected");
    const std::optional<qint64> none;
    QTest::newRow("milliseconds") << "1700000000123"_ba << std::optional<qint64>(1'700'000'000'123);
    QTest::newRow("with an exponent") << "1.5e12"_ba << std::optional<qint64>(1'500'000'000'000);
    QTest::newRow("whole with a fraction")
        << "1700000000123.0"_ba << std::optional<qint64>(1'700'000'000'123);
    QTest::newRow("first of 2001") << "978307200000"_ba << std::optional<qint64>(978'307'200'000);
    QTest::newRow("before 2001") << "978307199999"_ba << none;
    QTest::newRow("last of 2286") << "9999999999999"_ba << std::optional<qint64>(9'999'999'999'999);
    QTest::newRow("later") << "10000000000000"_ba << none;
    QTest::newRow("seconds") << "1700000000"_ba << none;
    QTest::newRow("half a millisecond") << "1700000000123.5"_ba << none;
    QTest::newRow("negative") << "-1700000000123"_ba << none;
    QTest::newRow("zero") << "0"_ba << none;
    QTest::newRow("above a double") << "1e400"_ba << none;
}

void JobDocumentTest::startedAt()
{
    QFETCH(QByteArray, number);
    QFETCH(std::optional<qint64>, expected);
    JobParser parser;
    const JobFields &fields = parser.parse(with("\"startedAt\":" + number));
    QCOMPARE(fields.unreadable, Unreadable::No);
    QCOMPARE(fields.startedAt, expected);
}

void JobDocumentTest::textIsUnescaped_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("short escapes") << R"(\"\\\/\b\f\n\r\t)"_ba
                                   << "\"\\/\b\f\n\r\t"_ba;
    QTest::newRow("one byte") << R"(x\u0041y)"_ba
                              << "xAy"_ba;
    QTest::newRow("two and three bytes") << R"(\u00e9\u20AC)"_ba
                                         << "\u00e9\u20ac"_ba;
    QTest::newRow("pair") << R"(\ud83d\ude00)"_ba
                          << "\U0001F600"_ba;
    QTest::newRow("high half alone") << R"(\ud83dx)"_ba
                                     << "\ufffdx"_ba;
    QTest::newRow("high half at the end") << R"(a\ud83d)"_ba
                                          << "a\ufffd"_ba;
    QTest::newRow("low half alone") << R"(\ude00)"_ba
                                    << "\ufffd"_ba;
    QTest::newRow("two high halves") << R"(\ud83d\ud83d\ude00)"_ba
                                     << "\ufffd\U0001F600"_ba;
    QTest::newRow("NUL") << R"(a\u0000b)"_ba << QByteArray("a\0b", 3);
    QTest::newRow("raw UTF-8") << "\u7d75"_ba
                               << "\u7d75"_ba;
}

void JobDocumentTest::textIsUnescaped()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, text);
    JobParser parser;
    const QByteArray document = with(
        "\"type\":\"" + content + "\",\"userId\":\"" + content + "\",\"serverUrl\":\"" + content + '"');
    const JobFields &fields = parser.parse(document);
    QCOMPARE(fields.unreadable, Unreadable::No);
    QCOMPARE(fields.type.toByteArray(), text);
    QCOMPARE(fields.userId.toByteArray(), text);
    QCOMPARE(fields.serverUrl.toByteArray(), text);
}

void JobDocumentTest::plainTextPointsIntoTheDocument()
{
    const QByteArray padded = typical + QByteArray(64, '\0');
    const QByteArrayView document = QByteArrayView(padded).first(typical.size());
    JobParser parser;
    const JobFields &fields = parser.parsePadded(document);
    QVERIFY(fields.promptId.begin() > document.begin() && fields.promptId.end() < document.end());
    QVERIFY(fields.serverUrl.begin() > document.begin() && fields.serverUrl.end() < document.end());
}

void JobDocumentTest::bytesBehindTheDocumentDoNotMatter()
{
    JobParser parser;
    const QList<QByteArray> cut{typical.chopped(1), with("\"a\":{\"b\":{}").chopped(1),
        with("\"a\":[{\"b\":[]}").chopped(1), with("\"a\":[{}").chopped(1), "[[]"};
    for (const char behind : QByteArrayView("}],:\"{[0 t")) {
        const QByteArray padding(64, behind);
        for (const QByteArray &document : cut) {
            const QByteArray padded = document + padding;
            const JobFields &fields = parser.parsePadded(QByteArrayView(padded).first(document.size()));
            QCOMPARE(fields.unreadable, Unreadable::NotJson);
        }
        const QByteArray padded = typical + padding;
        QCOMPARE(parser.parsePadded(QByteArrayView(padded).first(typical.size())).unreadable, Unreadable::No);
    }
}

void JobDocumentTest::parserForgetsTheDocumentBefore()
{
    JobParser parser;
    QVERIFY(parser.parse(typical).hasClientId);
    const JobFields &fields = parser.parse(with("\"x\":1"));
    QVERIFY(!fields.hasClientId && fields.clientId.isEmpty() && fields.serverUrl.isEmpty());
    QCOMPARE(parser.parse("{").unreadable, Unreadable::NotJson);
    QCOMPARE(parser.parse(typical).unreadable, Unreadable::No);
    JobParser moved(std::move(parser));
    QCOMPARE(moved.parse(typical).detail, QByteArray());
}

void JobDocumentTest::limitsAreAdjustable()
{
    JobParser parser({.bytes = 100, .depth = 3});
    QCOMPARE(parser.parse(typical).unreadable, Unreadable::TooLarge);
    QCOMPARE(parser.parse(nested(3)).unreadable, Unreadable::No);
    QCOMPARE(parser.parse(nested(4)).unreadable, Unreadable::TooDeep);
}

void JobDocumentTest::reasonIsASentence()
{
    QCOMPARE(reasonText(Unreadable::No), QString());
    QCOMPARE(reasonText(Unreadable::NotJson, "byte 17"), u"not JSON (byte 17)"_s);
    QCOMPARE(reasonText(Unreadable::Empty), u"empty"_s);
    QCOMPARE(reasonText(Unreadable::UnknownStatus, "a\nb"), u"unknown status (a\\x0Ab)"_s);
}

void JobDocumentTest::stateHasTheMembersAsValues()
{
    JobParser parser;
    const Result<JobState> state = jobStateOf(parser.parse(typical));
    QVERIFY(state.has_value());
    QCOMPARE(state->promptId.value(), "d2b1c0de-0000-4000-8000-000000000001");
    QCOMPARE(state->characterId, std::optional<QString>(u"chr_7"_s));
    QCOMPARE(state->startedAt.time_since_epoch().count(), 1'700'000'000'123);
    QCOMPARE(state->serverUrl, u"http://gpu-2:8188"_s);
    const Result<JobState> plain = jobStateOf(parser.parse(with("\"x\":1")));
    QVERIFY(plain.has_value());
    QVERIFY(!plain->characterId && !plain->clientId);
}

void JobDocumentTest::edit_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<JobEdit>("edit");
    QTest::addColumn<QByteArray>("edited");
    const QByteArray start = R"({"promptId":"p","type":"t","startedAt":1,)"_ba;
    const auto row = [&start](const char *name, const char *before, JobEdit edit, const char *after) {
        QTest::newRow(name) << QByteArray(start + before) << edit << QByteArray(start + after);
    };
    row("status", R"("status":"queued","progress":0})", {.status = JobStatus::Failed, .progress = {}},
        R"("status":"failed","progress":0})");
    row("progress", R"("status":"queued","progress":0})", {.status = {}, .progress = 37},
        R"("status":"queued","progress":37})");
    row("both", R"("progress":99.5,"status":"processing"})",
        {.status = JobStatus::Completed, .progress = 100}, R"("progress":100,"status":"completed"})");
    row("fraction", R"("status":"queued","progress":0})", {.status = {}, .progress = 33.3},
        R"("status":"queued","progress":33.3})");
    row("tiny fraction", R"("status":"queued","progress":0})", {.status = {}, .progress = 1e-7},
        R"("status":"queued","progress":1e-07})");
    row("last duplicate", R"("status":"queued","progress":1,"status" : "queued" ,"progress":2})",
        {.status = JobStatus::Failed, .progress = 3},
        R"("status":"queued","progress":1,"status" : "failed" ,"progress":3})");
    row("spacing, numbers, escapes and unknown members stay",
        "\"n\" : 1.50e+01 ,\"u\\u0041\":[ ], \"status\":\t\"queued\"\n ,\"progress\": 0.0 } \n",
        {.status = JobStatus::Processing, .progress = 5},
        "\"n\" : 1.50e+01 ,\"u\\u0041\":[ ], \"status\":\t\"processing\"\n ,\"progress\": 5 } \n");
    row("name with an escape", R"("status":"queued","st\u0061tus":"queued","progress":0})",
        {.status = JobStatus::Failed, .progress = {}},
        R"("status":"queued","st\u0061tus":"failed","progress":0})");
    row("same members one level down stay",
        R"("a":{"status":"queued"},"status":"queued","progress":0,"b":[{"progress":1}]})",
        {.status = JobStatus::Failed, .progress = 9},
        R"("a":{"status":"queued"},"status":"failed","progress":9,"b":[{"progress":1}]})");
    row("nothing to change", R"("status":"queued","progress":40.0})",
        {.status = JobStatus::Queued, .progress = 40}, R"("status":"queued","progress":40.0})");
    row("status spelt with an escape is the same", R"("status":"queue\u0064","progress":4e1})",
        {.status = JobStatus::Queued, .progress = 40}, R"("status":"queue\u0064","progress":4e1})");
    row("no edit", R"("status":"queued","progress":0})", {}, R"("status":"queued","progress":0})");
}

void JobDocumentTest::edit()
{
    QFETCH(QByteArray, document);
    QFETCH(JobEdit, edit);
    QFETCH(QByteArray, edited);
    const Result<QByteArray> result = editDocument(document, edit);
    QVERIFY(result.has_value());
    QCOMPARE(*result, edited);
}

void JobDocumentTest::editRefuses()
{
    const Result<QByteArray> unreadable = editDocument("{}", {.status = JobStatus::Failed, .progress = {}});
    QVERIFY(!unreadable);
    QCOMPARE(unreadable.error().kind, Error::Kind::Parse);
    QCOMPARE(unreadable.error().message, u"member missing (promptId)"_s);
    for (const double progress : {-0.1, 100.1, qQNaN(), qInf()}) {
        const Result<QByteArray> result = editDocument(typical, {.status = {}, .progress = progress});
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Error::Kind::Invalid);
    }
    QCOMPARE(editDocument(typical, {.status = {}, .progress = 1}, {.bytes = 10, .depth = 9}).error().kind,
        Error::Kind::Parse);
}

void JobDocumentTest::newDocumentReadsBack()
{
    JobState job;
    job.promptId = PromptId("p\"1");
    job.type = u"a\\b\n\u20ac\U0001F600"_s;
    job.progress = 12.25;
    job.status = JobStatus::Processing;
    job.startedAt = Timestamp(std::chrono::milliseconds(1'700'000'000'123));
    job.serverUrl = u"http://gpu-2:8188"_s;
    QCOMPARE(newDocument(job),
        "{\"promptId\":\"p\\\"1\",\"type\":\"a\\\\b\\u000a\u20ac\U0001F600\",\"userId\":\"\",\"status\":"
        "\"processing\","
        "\"progress\":12.25,\"startedAt\":1700000000123,\"serverUrl\":\"http://gpu-2:8188\"}");
    job.characterId = QString();
    job.clientId = u"c"_s;
    job.progress = 100;
    JobParser parser;
    const Result<JobState> back = jobStateOf(parser.parse(newDocument(job)));
    QVERIFY(back.has_value());
    QVERIFY(*back == job);
}

QTEST_GUILESS_MAIN(JobDocumentTest)
#include "tst_jobdocument.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobdocument.h"
#include "core/jobs/memberedit.h"
#include "core/redis/reply.h"
#include "tests/core/jobs/documentmaker.h"
#include "tests/support/seededrandom.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <QTest>

#include <array>
#include <cstring>

using namespace emberwatch;
using namespace emberwatch::test;

namespace {

constexpr int runs = 100'000;

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// RapidJSON refuses surrogates without their half, and numbers that are no double; both are valid JSON. They
/// are replaced by others of the same length, which changes nothing else.
QByteArray withoutWhatRapidJsonRefuses(QByteArray document)
{
    for (qsizetype i = 0; i + 6 <= document.size(); ++i) {
        const char *at = document.constData() + i;
        const bool isEscape
            = at[0] == '\\' && at[1] == 'u' && isHex(at[2]) && isHex(at[3]) && isHex(at[4]) && isHex(at[5]);
        if (isEscape && (at[2] == 'd' || at[2] == 'D'))
            document[i + 2] = '0';
    }
    for (qsizetype i = 0; i < document.size(); ++i) {
        if (document[i] != 'e' && document[i] != 'E')
            continue;
        qsizetype end = i + 1;
        if (end < document.size() && (document[end] == '+' || document[end] == '-'))
            ++end;
        const qsizetype begin = end;
        while (end < document.size() && document[end] >= '0' && document[end] <= '9')
            ++end;
        if (end - begin >= 3)
            std::fill(document.begin() + begin, document.begin() + end, '0');
    }
    return document;
}

/// What RapidJSON says, checking everything it can.
bool isJson(const QByteArray &document)
{
    // Its stream takes a NUL for the end.
    if (document.contains('\0'))
        return false;
    const QByteArray tame = withoutWhatRapidJsonRefuses(document);
    rapidjson::MemoryStream stream(tame.constData(), static_cast<size_t>(tame.size()));
    rapidjson::BaseReaderHandler<> handler;
    rapidjson::Reader reader;
    constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    return !reader.Parse<flags>(stream, handler).IsError();
}

bool isCalledJson(Unreadable reason)
{
    return reason != Unreadable::Empty && reason != Unreadable::NotJson && reason != Unreadable::NotUtf8;
}

/// With anything at all in the bytes behind it.
class PaddedParser
{
public:
    explicit PaddedParser(SeededRandom &random)
        : m_random(random)
    {
    }

    const JobFields &parse(const QByteArray &document)
    {
        static const QByteArray likely("}]{[,:\"0a \\");
        m_padded = document + QByteArray(1, m_random.oneOf(likely))
            + QByteArray(redis::Reply::padding - 1, m_random.oneOf(likely));
        return m_parser.parsePadded(QByteArrayView(m_padded).first(document.size()));
    }

private:
    SeededRandom &m_random;
    JobParser m_parser;
    QByteArray m_padded;
};

/// The number as an edit is to write it.
QByteArray written(double progress)
{
    return QByteArray::number(progress, 'g', QLocale::FloatingPointShortest);
}

struct Texts
{
    explicit Texts(const JobFields &fields)
        : all(fields.promptId + '\0' + fields.type + '\0' + fields.userId + '\0' + fields.characterId + '\0'
            + fields.clientId + '\0' + fields.serverUrl)
        , startedAt(fields.startedAt)
    {
    }
    QByteArray all;
    std::optional<qint64> startedAt;
    bool operator==(const Texts &) const = default;
};

} // namespace

class DocumentPropertiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void editsLeaveAllOtherBytesAlone();
    void membersAreReplacedOrAppended();
    void judgesDamagedDocumentsLikeRapidJson();
    void judgesTokenSoupLikeRapidJson();
};

void DocumentPropertiesTest::editsLeaveAllOtherBytesAlone()
{
    SeededRandom random;
    DocumentMaker maker(random);
    PaddedParser before(random);
    PaddedParser after(random);
    static constexpr std::array progresses{
        0.0, 100.0, 40.0, 42.5, 33.333333333333336, 0.1, 5.0, 99.99999999999999};
    for (int i = 0; i < runs; ++i) {
        MadeDocument made = maker.job();
        const QByteArray document = made.bytes();
        QVERIFY2(isJson(document), document.constData());
        const JobFields &fields = before.parse(document);
        QVERIFY2(fields.unreadable == Unreadable::No, document.constData());

        JobEdit edit;
        if (random.chance(70))
            edit.status = static_cast<JobStatus>(random.below(4));
        if (random.chance(70))
            edit.progress = random.oneOf(progresses);
        if (edit.status && *edit.status != fields.status)
            made.last("status")->value = '"' + wordOf(*edit.status).toByteArray() + '"';
        if (edit.progress && *edit.progress != fields.progress)
            made.last("progress")->value = written(*edit.progress);

        const Result<QByteArray> edited = editDocument(document, edit);
        QVERIFY2(edited.has_value(), document.constData());
        QVERIFY2(*edited == made.bytes(), QByteArray(document + '\n' + *edited).constData());
        const JobFields &editedFields = after.parse(*edited);
        QVERIFY2(editedFields.unreadable == Unreadable::No, edited->constData());
        QCOMPARE(editedFields.status, edit.status.value_or(fields.status));
        QVERIFY(editedFields.progress == edit.progress.value_or(fields.progress));
        QVERIFY2(Texts(editedFields) == Texts(fields), edited->constData());
    }
}

void DocumentPropertiesTest::membersAreReplacedOrAppended()
{
    SeededRandom random;
    DocumentMaker maker(random);
    int appended = 0;
    for (int i = 0; i < runs / 5; ++i) {
        MadeDocument made = maker.object();
        const QByteArray document = made.bytes();
        QVERIFY2(isJson(document), document.constData());
        const QByteArray value = maker.value(2);
        if (MadeDocument::Member *member = made.last("status")) {
            member->value = value;
        } else {
            ++appended;
            QByteArray behind;
            if (made.members.empty()) {
                behind = made.front.sliced(made.front.indexOf('{') + 1);
                made.front.chop(behind.size());
            } else {
                behind = std::exchange(made.members.back().behind, {});
            }
            made.members.push_back({"status", "\"status\":", value, behind});
        }
        const QByteArray edited = withMember(document, Member::Status, value);
        QVERIFY2(edited == made.bytes(), QByteArray(document + '\n' + edited).constData());
        QVERIFY2(isJson(edited), edited.constData());
    }
    QVERIFY(appended > 1000);
}

void DocumentPropertiesTest::judgesDamagedDocumentsLikeRapidJson()
{
    SeededRandom random;
    DocumentMaker maker(random);
    PaddedParser parser(random);
    int valid = 0;
    for (int i = 0; i < runs / 2; ++i) {
        const QByteArray document = maker.damaged(random.chance(70) ? maker.job().bytes() : maker.value(5));
        const Unreadable reason = parser.parse(document).unreadable;
        const bool expected = isJson(document);
        QVERIFY2(isCalledJson(reason) == expected, document.constData());
        valid += expected ? 1 : 0;
    }
    QVERIFY(valid > runs / 100 && valid < runs / 2 - runs / 100);
}

void DocumentPropertiesTest::judgesTokenSoupLikeRapidJson()
{
    SeededRandom random;
    DocumentMaker maker(random);
    PaddedParser parser(random);
    int valid = 0;
    for (int i = 0; i < runs; ++i) {
        const QByteArray document = maker.soup();
        const Unreadable reason = parser.parse(document).unreadable;
        const bool expected = isJson(document);
        QVERIFY2(isCalledJson(reason) == expected, document.constData());
        valid += expected ? 1 : 0;
    }
    QVERIFY(valid > runs / 400);
}

QTEST_GUILESS_MAIN(DocumentPropertiesTest)
#include "tst_documentproperties.moc"

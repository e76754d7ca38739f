// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/expression.h"
#include "tests/support/seededrandom.h"

#include <QTest>

#include <array>

using namespace emberwatch::filter;
using namespace Qt::StringLiterals;

namespace {

const QString here = u"here are status, type, user, server, id, age, silence, ttl, progress"_s;
const QString known = u"known are status, type, user, server, id, age, silence, ttl, progress"_s;

char letterOf(Token::Kind kind)
{
    return "FOVKTPW"[static_cast<size_t>(kind)];
}

/// The text with each character replaced by the letter of its token, a space where there is none.
QString coloured(const QString &text, const QList<Token> &tokens)
{
    QString result(text.size(), u' ');
    for (const Token &token : tokens) {
        for (qsizetype i = token.position; i < token.position + token.length; ++i)
            result[i] = QLatin1Char(letterOf(token.kind));
    }
    return result;
}

/// Empty if the tokens lie in the text one behind another and leave out white space alone.
QString flawOf(const QString &text, const QList<Token> &tokens)
{
    qsizetype end = 0;
    for (const Token &token : tokens) {
        if (token.position < end || token.length <= 0 || token.position + token.length > text.size())
            return u"token at %1 overlaps or leaves the text"_s.arg(token.position);
        if (!QStringView(text).sliced(end, token.position - end).trimmed().isEmpty())
            return u"text before %1 has no token"_s.arg(token.position);
        end = token.position + token.length;
    }
    return QStringView(text).sliced(end).trimmed().isEmpty() ? QString() : u"the end has no token"_s;
}

class Anything : public Subject
{
public:
    QByteArrayView text(TextField) const override { return "any"; }
    std::optional<double> number(NumberField) const override { return 1; }
};

} // namespace

class ParserTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void errors_data();
    void errors();
    void depthIsLimited();
    void lengthIsLimited();
    void tokens_data();
    void tokens();
    void anyTextIsAFilterOrAnError();
};

void ParserTest::errors_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<ParseError>("expected");
    const auto row = [](const QString &filter, qsizetype position, qsizetype length, const QString &message) {
        QTest::newRow(qPrintable(filter)) << filter << ParseError{position, length, message};
    };
    row(u"status:"_s, 0, 7, u"value expected after status:"_s);
    row(u"lora status: failed"_s, 5, 7, u"value expected after status:"_s);
    row(u"(user:)"_s, 1, 5, u"value expected after user:"_s);
    row(u"type:(a)"_s, 0, 5, u"value expected after type:"_s);
    row(u"age>"_s, 0, 4, u"value expected after age>"_s);
    row(u"age >= "_s, 0, 6, u"value expected after age >="_s);
    row(u"status:broken"_s, 7, 6, u"queued, processing, completed, failed or unreadable expected"_s);
    row(u"status:\"fail*\""_s, 7, 7, u"queued, processing, completed, failed or unreadable expected"_s);
    row(u"age>tomorrow"_s, 4, 8, u"duration expected, like 90s or 1h30m"_s);
    row(u"\U0001F600 age>1h30"_s, 7, 4, u"duration expected, like 90s or 1h30m"_s);
    row(u"age>-5m"_s, 4, 3, u"duration expected, like 90s or 1h30m"_s);
    row(u"age==5m"_s, 4, 3, u"duration expected, like 90s or 1h30m"_s);
    row(u"age>\"\""_s, 4, 2, u"duration expected, like 90s or 1h30m"_s);
    row(u"progress<half"_s, 9, 4, u"percentage expected, like 50"_s);
    row(u"age:10m"_s, 0, 4, u"age is compared by >, >=, <, <= or ="_s);
    row(u"type>5"_s, 0, 5, u"colon expected after type"_s);
    row(u">5"_s, 0, 2, u"age, silence, ttl or progress expected before >"_s);
    row(u"foo:bar"_s, 0, 3, u"no field foo; "_s + known);
    row(u"localhost:8188"_s, 0, 9, u"no field localhost; "_s + known);
    row(u"foo>5"_s, 0, 3, u"no field foo; "_s + known);
    row(u"verdict:orphan"_s, 0, 7, u"verdict is known only where jobs are judged; "_s + here);
    row(u"lora DB:gone"_s, 5, 2, u"DB is known only where jobs are judged; "_s + here);
    row(u"comfyui:"_s, 0, 7, u"comfyui is known only where jobs are judged; "_s + here);
    row(u"\"open"_s, 0, 5, u"closing quote expected"_s);
    row(u"user:\"open\\\""_s, 5, 7, u"closing quote expected"_s);
    row(u"\""_s, 0, 1, u"closing quote expected"_s);
    row(u"-"_s, 0, 1, u"term expected after -"_s);
    row(u"lora - x"_s, 5, 1, u"term expected after -"_s);
    row(u"(-)"_s, 1, 1, u"term expected after -"_s);
    row(u"OR lora"_s, 0, 2, u"term expected before OR"_s);
    row(u"AND"_s, 0, 3, u"term expected before AND"_s);
    row(u"lora OR"_s, 5, 2, u"term expected after OR"_s);
    row(u"lora AND "_s, 5, 3, u"term expected after AND"_s);
    row(u"NOT"_s, 0, 3, u"term expected after NOT"_s);
    row(u"a OR OR b"_s, 5, 2, u"term expected before OR"_s);
    row(u"a AND OR b"_s, 6, 2, u"term expected before OR"_s);
    row(u"NOT AND b"_s, 4, 3, u"term expected before AND"_s);
    row(u"(lora"_s, 0, 1, u"closing parenthesis expected"_s);
    row(u"(a OR (b)"_s, 0, 1, u"closing parenthesis expected"_s);
    row(u"()"_s, 0, 1, u"term expected after ("_s);
    row(u"("_s, 0, 1, u"term expected after ("_s);
    row(u"(a OR )"_s, 3, 2, u"term expected after OR"_s);
    row(u")"_s, 0, 1, u"no opening parenthesis for this one"_s);
    row(u"a ) b"_s, 2, 1, u"no opening parenthesis for this one"_s);
    row(u"a) status:"_s, 1, 1, u"no opening parenthesis for this one"_s);
    row(u"status: )"_s, 0, 7, u"value expected after status:"_s);
}

void ParserTest::errors()
{
    QFETCH(QString, filter);
    QFETCH(ParseError, expected);
    const ParseResult result = parse(filter);
    QVERIFY(result.error.has_value());
    QCOMPARE(result.error->message, expected.message);
    QCOMPARE(result.error->position, expected.position);
    QCOMPARE(result.error->length, expected.length);
    QVERIFY(result.expression.isEmpty());
    QCOMPARE(flawOf(filter, result.tokens), QString());
}

void ParserTest::depthIsLimited()
{
    const auto nested = [](qsizetype depth, const QString &open, const QString &close) -> QString {
        return open.repeated(depth) + u'a' + close.repeated(depth);
    };
    for (const auto &[open, close] :
        {std::pair(u"("_s, u")"_s), std::pair(u"-"_s, QString()), std::pair(u"NOT "_s, QString())}) {
        QVERIFY(!parse(nested(100, open, close)).error);
        const ParseResult result = parse(nested(101, open, close));
        QVERIFY(result.error.has_value());
        QCOMPARE(result.error->message, u"at most 100 parentheses and NOTs within each other"_s);
        QCOMPARE(result.error->position, 100 * open.size());
        QVERIFY(parse(nested(4000 / open.size(), open, close)).error.has_value());
    }
}

void ParserTest::lengthIsLimited()
{
    QVERIFY(!parse(QString(10'000, u'a')).error);
    QVERIFY(parse(u"a "_s.repeated(5000)).expression.matches(Anything()));
    const QString text(10'003, u'a');
    const ParseResult result = parse(text);
    QVERIFY(result.error.has_value());
    QCOMPARE(*result.error, (ParseError{10'000, 3, u"at most 10,000 characters"_s}));
    QVERIFY(result.expression.isEmpty());
    QCOMPARE(flawOf(text, result.tokens), QString());
}

void ParserTest::tokens_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("colours");
    const auto row = [](const QString &filter, const QString &colours) {
        QTest::newRow(qPrintable(filter)) << filter << colours;
    };
    row(QString(), QString());
    row(u"status:failed"_s, u"FFFFFFOVVVVVV"_s);
    row(u" type:lora* "_s, u" FFFFOVVVVV "_s);
    row(u"user:\"a b\"x"_s, u"FFFFOVVVVVT"_s);
    row(u"age>=10m ttl < 5"_s, u"FFFOOVVV FFF O V"_s);
    row(u"a OR (NOT b)"_s, u"T KK PKKK TP"_s);
    row(u"-a AND \"x y\""_s, u"KT KKK TTTTT"_s);
    row(u"http://gpu-2:8188"_s, u"TTTTTTTTTTTTTTTTT"_s);
    row(u"a:b c"_s, u"WOV T"_s);
    row(u"status: x"_s, u"WWWWWWW T"_s);
    row(u"status:x y"_s, u"FFFFFFOW T"_s);
    row(u"(a"_s, u"WT"_s);
    row(u"a \"x y"_s, u"T WWWW"_s);
}

void ParserTest::tokens()
{
    QFETCH(QString, filter);
    QFETCH(QString, colours);
    const ParseResult result = parse(filter);
    QCOMPARE(coloured(filter, result.tokens), colours);
    QCOMPARE(flawOf(filter, result.tokens), QString());
}

void ParserTest::anyTextIsAFilterOrAnError()
{
    emberwatch::test::SeededRandom random;
    static const std::array pieces{u"status:"_s, u"failed"_s, u"type"_s, u":"_s, u"age"_s, u">"_s, u">="_s,
        u"<"_s, u"="_s, u"10m"_s, u"1h30"_s, u"progress<50%"_s, u"\""_s, u"\\"_s, u"\\\""_s, u"("_s, u")"_s,
        u"-"_s, u" "_s, u" "_s, u"OR"_s, u"AND"_s, u"NOT"_s, u" OR "_s, u" NOT "_s, u"*"_s, u"?"_s, u"x"_s,
        u"foo:"_s, u"http://"_s, u"é"_s, u"\U0001F600"_s, QString(QChar(0xD800)), QString(QChar(0)),
        u"\u3000"_s, u"\n"_s};
    int good = 0;
    constexpr int runs = 50'000;
    for (int i = 0; i < runs; ++i) {
        QString text;
        for (int left = random.below(12); left > 0; --left)
            text += random.oneOf(pieces);
        const ParseResult result = parse(text);
        QVERIFY2(flawOf(text, result.tokens).isEmpty(), qPrintable(text));
        static_cast<void>(result.expression.matches(Anything()));
        if (!result.error) {
            ++good;
            QCOMPARE(result.expression.isEmpty(), text.trimmed().isEmpty());
            continue;
        }
        const ParseError &error = *result.error;
        const bool isInside
            = error.position >= 0 && error.length > 0 && error.position + error.length <= text.size();
        QVERIFY2(isInside && !error.message.isEmpty(), qPrintable(text));
    }
    QVERIFY(good > runs / 20 && good < runs);
}

QTEST_GUILESS_MAIN(ParserTest)
#include "tst_parser.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/expression.h"

#include <QTest>

#include <map>
#include <vector>

using namespace emberwatch::filter;
using namespace Qt::StringLiterals;

namespace {

class Job : public Subject
{
public:
    QByteArray status = "processing";
    QByteArray type = "lora_training";
    QByteArray user = "usr_1";
    QByteArray server = "http://gpu-2:8188";
    QByteArray id = "d2b1c0de-0000-4000-8000-000000000001";
    std::optional<double> age = 600'000; // 10 m
    std::optional<double> silence = 30'000;
    std::optional<double> ttl = 7'170'000;
    std::optional<double> progress = 42.5;

    QByteArrayView text(TextField field) const override
    {
        const QByteArray *const texts[] = {&status, &type, &user, &server, &id};
        return *texts[static_cast<size_t>(field)];
    }
    std::optional<double> number(NumberField field) const override
    {
        const std::optional<double> *const numbers[] = {&age, &silence, &ttl, &progress};
        return *numbers[static_cast<size_t>(field)];
    }
};

Job plain()
{
    return {};
}

Job unreadable()
{
    Job job;
    job.status = "unreadable";
    job.type = job.user = job.server = QByteArray();
    job.age = job.progress = std::nullopt;
    return job;
}

Job onServer(const QByteArray &url)
{
    Job job;
    job.server = url;
    return job;
}

Job ofUser(const QByteArray &user)
{
    Job job;
    job.user = user;
    return job;
}

} // namespace

class ExpressionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matches_data();
    void matches();
    void textsAreFoundAtEveryPlace();
    void globAgreesWithASimpleMatcher();
    void subjectMayRememberAnswers();
    void knowsWhetherTimeCounts();
    void isASmallValue();
};

Q_DECLARE_METATYPE(Job)

void ExpressionTest::matches_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<Job>("job");
    QTest::addColumn<bool>("expected");
    const auto row = [](const QString &filter, const Job &job, bool expected, const char *name = nullptr) {
        QTest::newRow(name ? name : qPrintable(filter)) << filter << job << expected;
    };
    const auto yes = [&](const QString &filter) { row(filter, plain(), true); };
    const auto no = [&](const QString &filter) { row(filter, plain(), false); };

    row(QString(), plain(), true, "nothing asked for");
    row(u"  \t"_s, plain(), true, "white space asks for nothing");

    yes(u"status:processing"_s);
    yes(u"status:PROCESSING"_s);
    yes(u"STATUS:processing"_s);
    yes(u"status:\"processing\""_s);
    yes(u"status:proc*"_s);
    yes(u"status:*ed OR status:*ing"_s);
    no(u"status:failed"_s);
    no(u"status:?rocess"_s);
    row(u"status:unreadable"_s, unreadable(), true);
    row(u"status:u*"_s, unreadable(), true);

    yes(u"type:lora_training"_s);
    yes(u"type:Lora*"_s);
    yes(u"type:*a*n*"_s);
    yes(u"type:lora?training"_s);
    no(u"type:lora"_s);
    no(u"type:lora_training?"_s);
    no(u"type:\"lora*\""_s);

    yes(u"user:usr_1"_s);
    yes(u"user:usr_?"_s);
    yes(u"user:*"_s);
    no(u"user:\"\""_s);
    row(u"user:\"\""_s, ofUser({}), true, "quotes find the empty user");
    row(u"user:*"_s, ofUser({}), true, "a star finds the empty user");
    row(u"user:?"_s, ofUser({}), false, "a question mark does not");
    row(u"user:\"a b\""_s, ofUser("A b"), true);
    row(u"user:\"say \\\"hi\\\" \\\\ c:\\x\""_s, ofUser("say \"hi\" \\ c:\\x"), true);
    row(u"user:\"a*\""_s, ofUser("a*"), true, "a quoted star is a star");
    row(u"user:\"a*\""_s, ofUser("ab"), false, "a quoted star is no wildcard");
    row(u"user:ZAŻÓŁĆ"_s, ofUser("zażółć"), true);
    row(u"user:za???ć"_s, ofUser("ZAŻÓŁĆ"), true);
    row(u"user:za????ć"_s, ofUser("ZAŻÓŁĆ"), false);
    row(u"user:ΣΊΣΥΦΟΣ"_s, ofUser("σίσυφος"), true, "final sigma");
    row(u"user:\U0001F600*"_s, ofUser("\U0001F600!"), true);
    row(u"user:kelvin"_s, ofUser("\u212Aelvin"), true, "the Kelvin sign is a k");
    row(u"elv"_s, ofUser("\u212Aelvin"), true);
    row(u"kelv"_s, ofUser("\u212Aelvin"), true);
    row(u"user:a\ufffd"_s, ofUser("a\xff"), true, "what is shown for a byte that is no UTF-8 finds it");
    row(u"user:*b"_s,
        ofUser("\xff\xfe"
               "b"),
        true);

    yes(u"id:d2b1*"_s);
    yes(u"id:D2B1C0DE-0000-4000-8000-000000000001"_s);
    no(u"id:d2b1"_s);

    for (const QString &text : {u"http://gpu-2:8188"_s, u"gpu-2"_s, u"gpu-2:8188"_s, u"GPU-2"_s, u"gpu*"_s,
             u"\"gpu-2\""_s, u"http:*"_s, u"*:8188"_s}) {
        yes(u"server:"_s + text);
        row(u"server:"_s + text, onServer("http://gpu-2:8188/"), true,
            qPrintable(u"server:"_s + text + u" with a slash behind the address"_s));
    }
    for (const QString &text : {u"gpu"_s, u"8188"_s, u"http"_s, u"gpu-2:818"_s, u"\"gpu*\""_s})
        no(u"server:"_s + text);
    row(u"server:gpu-2"_s, onServer("https://u:p@gpu-2/path?x=:1"), true,
        "user part and path are not the host");
    row(u"server:u"_s, onServer("https://u:p@gpu-2/"), false);
    row(u"server:gpu-2"_s, onServer("gpu-2:8188"), true, "address without a scheme");
    row(u"server:::1"_s, onServer("http://[::1]:8188"), true);
    row(u"server:[::1]"_s, onServer("http://[::1]:8188"), true);
    row(u"server:[::1]:8188"_s, onServer("http://[::1]:8188"), true);
    row(u"server:[::1]"_s, onServer("http://[::1]"), true, "IPv6 without a port");
    row(u"server:\"\""_s, onServer({}), true, "no server");

    yes(u"lora"_s);
    yes(u"TRAINING"_s);
    yes(u"usr_1"_s);
    yes(u"c0de-0000"_s);
    yes(u"cess"_s);
    yes(u"gpu-2:8188"_s);
    yes(u"http://gpu-2:8188"_s);
    yes(u"\"p://gpu\""_s);
    yes(u"lo?a"_s);
    yes(u"usr*"_s);
    no(u"\"lo?a\""_s);
    no(u"gpu-3"_s);
    no(u"lora usr_2"_s);

    yes(u"age>9m"_s);
    no(u"age>10m"_s);
    yes(u"age>=10m"_s);
    yes(u"age<=10m"_s);
    no(u"age<10m"_s);
    yes(u"age=600"_s);
    yes(u"age > 9m30s"_s);
    yes(u"AGE> 599"_s);
    yes(u"silence<1m"_s);
    yes(u"ttl>1h"_s);
    yes(u"ttl<1h59m31s"_s);
    yes(u"progress<50"_s);
    yes(u"progress>=42.5%"_s);
    no(u"progress>42.5"_s);
    row(u"age>0"_s, unreadable(), false, "what is not known is not above 0");
    row(u"age<=0 OR age>0"_s, unreadable(), false);
    row(u"NOT age>0"_s, unreadable(), true);
    Job third;
    third.progress = 33.3F;
    row(u"progress=33.3"_s, third, true, "as a row keeps it");
    row(u"progress>=33.3"_s, third, true);
    row(u"progress<33.3"_s, third, false);

    yes(u"status:processing user:usr_1"_s);
    no(u"status:processing user:usr_2"_s);
    yes(u"status:processing AND user:usr_1"_s);
    no(u"status:failed AND user:usr_1"_s);
    yes(u"status:failed OR user:usr_1"_s);
    no(u"status:failed OR user:usr_2"_s);
    yes(u"user:usr_1 OR status:failed user:usr_2"_s);
    no(u"(user:usr_1 OR status:failed) user:usr_2"_s);
    yes(u"status:failed user:usr_2 OR user:usr_1"_s);
    yes(u"NOT status:failed"_s);
    yes(u"-status:failed"_s);
    no(u"-status:processing"_s);
    yes(u"-\"gpu-3\""_s);
    yes(u"-(status:failed OR user:usr_2)"_s);
    yes(u"--lora"_s);
    yes(u"NOT NOT lora"_s);
    yes(u"NOT status:failed user:usr_1"_s);
    no(u"NOT (status:failed OR user:usr_1)"_s);
    yes(u"((lora))(usr_1)"_s);
    yes(u"lora\"usr_1\""_s);
    yes(u"NOT(status:failed)"_s);
    no(u"usr_1 and gpu-2"_s);
    row(u"or and not"_s, ofUser("for sandy notes"), true, "keywords in lower case are text");
    row(u"\"OR\""_s, ofUser("for"), true, "a quoted keyword is text");
    row(u"-5"_s, ofUser("5"), false);
}

void ExpressionTest::matches()
{
    QFETCH(QString, filter);
    QFETCH(Job, job);
    QFETCH(bool, expected);
    const ParseResult result = parse(filter);
    QVERIFY2(!result.error, qPrintable(result.error ? result.error->message : QString()));
    QCOMPARE(result.expression.matches(job), expected);
    QCOMPARE(result.expression.source(), filter);
}

void ExpressionTest::textsAreFoundAtEveryPlace()
{
    TextTerm term;
    term.kind = TextTerm::Kind::Contains;
    for (qsizetype length = 1; length < 40; ++length) {
        for (qsizetype position = 0; position <= length; ++position) {
            QByteArray text(length, 'x');
            term.pattern = "needle";
            text.insert(position, "nEEdle");
            QVERIFY(textMatches(TextField::Id, text, term));
            text[position + 5] = 'f';
            QVERIFY(!textMatches(TextField::Id, text, term));
        }
    }
    term.pattern = "aab";
    QVERIFY(textMatches(TextField::Id, "AaaAAb", term));
    term.pattern = "longer than the text";
    QVERIFY(!textMatches(TextField::Id, "longer than", term));
    QVERIFY(!textMatches(TextField::Id, {}, term));
    term.pattern = "[";
    QVERIFY(!textMatches(TextField::Id, "{", term));
    term.pattern = {};
    QVERIFY(textMatches(TextField::Id, {}, term));
}

namespace {

bool simpleGlob(QByteArrayView text, QByteArrayView pattern)
{
    if (pattern.isEmpty())
        return text.isEmpty();
    if (pattern.front() == '*')
        return simpleGlob(text, pattern.sliced(1))
            || (!text.isEmpty() && simpleGlob(text.sliced(1), pattern));
    const bool isSame = !text.isEmpty() && (pattern.front() == '?' || pattern.front() == text.front());
    return isSame && simpleGlob(text.sliced(1), pattern.sliced(1));
}

QByteArray word(int number, QByteArrayView letters)
{
    QByteArray result;
    for (; number > 0; number /= static_cast<int>(letters.size()))
        result.append(letters[number % letters.size()]);
    return result;
}

} // namespace

void ExpressionTest::globAgreesWithASimpleMatcher()
{
    TextTerm term;
    term.kind = TextTerm::Kind::Glob;
    int matching = 0;
    for (int i = 0; i < 1024; ++i) {
        term.pattern = word(i, "ab*?");
        for (int j = 0; j < 128; ++j) {
            const QByteArray text = word(j, "ab");
            const bool expected = simpleGlob(text, term.pattern);
            QVERIFY2(textMatches(TextField::User, text, term) == expected, term.pattern.constData());
            matching += expected ? 1 : 0;
        }
    }
    QVERIFY(matching > 1000);
}

namespace {

/// Remembers answers by the number of the term, as the live table does.
class RememberingJob : public Job
{
public:
    mutable std::map<std::pair<TextField, int>, int> asked;

    bool matches(TextField field, const TextTerm &term) const override
    {
        ++asked[{field, term.number}];
        return Job::matches(field, term);
    }
};

} // namespace

void ExpressionTest::subjectMayRememberAnswers()
{
    const ParseResult result = parse(u"user:a OR (type:b progress>1) OR free -x"_s);
    QVERIFY(!result.error);
    QCOMPARE(result.expression.termCount(), 4);
    RememberingJob job;
    QVERIFY(!result.expression.matches(job));
    const auto count = [&job](TextField field, int term) { return job.asked[{field, term}]; };
    QCOMPARE(count(TextField::User, 0), 1);
    QCOMPARE(count(TextField::Type, 1), 1);
    for (const TextField field :
        {TextField::Status, TextField::Type, TextField::User, TextField::Server, TextField::Id})
        QCOMPARE(count(field, 2), 1);
    QCOMPARE(count(TextField::Id, 3), 0);
}

void ExpressionTest::knowsWhetherTimeCounts()
{
    QVERIFY(!Expression().dependsOnTime());
    QVERIFY(!parse(u"status:failed progress>5 age"_s).expression.dependsOnTime());
    QVERIFY(parse(u"a OR (b NOT age>5)"_s).expression.dependsOnTime());
    QVERIFY(parse(u"silence>5"_s).expression.dependsOnTime());
    QVERIFY(parse(u"ttl<5"_s).expression.dependsOnTime());
}

void ExpressionTest::isASmallValue()
{
    Expression copy;
    {
        const Expression expression = parse(u"user:usr_1"_s).expression;
        copy = expression;
    }
    QVERIFY(!copy.isEmpty());
    QVERIFY(copy.matches(plain()));
    QVERIFY(Expression().isEmpty());
    QVERIFY(Expression().matches(plain()));
    QVERIFY(parse(u" "_s).expression.isEmpty());
}

QTEST_GUILESS_MAIN(ExpressionTest)
#include "tst_expression.moc"

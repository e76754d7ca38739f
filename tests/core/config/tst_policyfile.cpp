// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/policyfile.h"

#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray whole = R"(# limits of our farm
[policy]
completion = report
retention = 90s
clean = apply
clean-every = 1h
clean-at-most = 20

[type lora_training]
stall-limit = 1h

[type video]
long = yes
age-limit = 1h30m

[default]
age-limit = 15 m
grace = "20s"
)";

} // namespace

class TestPolicyFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyFileIsTheDefault();
    void readsEverySetting();
    void typesBeginWithTheDefaultSection();
    void namesLineAndReason_data();
    void namesLineAndReason();
    void readsFilesAndLeavesThemAlone();
    void optionsBeatTheFile();
};

void TestPolicyFile::anEmptyFileIsTheDefault()
{
    QCOMPARE(parsePolicy({}, u"p"_s).value(), defaultPolicy());
    QCOMPARE(parsePolicy("\r\n; nothing\r\n# here", u"p"_s).value(), defaultPolicy());
    QCOMPARE(originText(defaultPolicy().standard.ageLimit), u"default"_s);
}

void TestPolicyFile::readsEverySetting()
{
    const Policy policy = parsePolicy(whole, u"p"_s).value();
    QCOMPARE(policy.completion, CompletionPolicy::Report);
    QCOMPARE(policy.retention, (Limit{90s, LimitOrigin::File, u"p, line 4"_s}));
    QCOMPARE(policy.cleaning, (CleaningPolicy{CleaningMode::Apply, 1h, 20}));
    QCOMPARE(policy.standard.ageLimit, (Limit{15min, LimitOrigin::File, u"p, line 17"_s}));
    QCOMPARE(policy.standard.silenceLimit, TypePolicy().silenceLimit);
    QVERIFY(policy.of(u"video"_s).isLong);
    QCOMPARE(policy.of(u"video"_s).ageLimit, (Limit{90min, LimitOrigin::File, u"p, line 14"_s}));
    const Policy all
        = parsePolicy("[default]\nsilence-limit=1s\nstall-limit=2s\nquiet-limit=500ms\nlong=no", u"p"_s)
              .value();
    QCOMPARE(all.standard.silenceLimit.value, 1s);
    QCOMPARE(all.standard.stallLimit.value, 2s);
    QCOMPARE(all.standard.quietLimit.value, 500ms);
}

void TestPolicyFile::typesBeginWithTheDefaultSection()
{
    const Policy policy = parsePolicy(whole, u"p"_s).value();
    QCOMPARE(policy.of(u"video"_s).grace.value, 20s);
    const TypePolicy &training = policy.of(u"lora_training"_s);
    QVERIFY(training.isLong);
    QCOMPARE(training.grace.value, 20s);
    QCOMPARE(training.ageLimit.value, 15min);
    QCOMPARE(training.stallLimit.value, 1h);
    QCOMPARE(training.quietLimit, longTypePolicy().quietLimit);
}

void TestPolicyFile::namesLineAndReason_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("message");
    QTest::newRow("no section")
        << QByteArray("\ngrace = 1s")
        << u"p, line 2: a setting outside of a section; the sections are [policy], [default] and [type NAME]"_s;
    QTest::newRow("unknown section")
        << QByteArray("[defaults]\ngrace=1s")
        << u"p, line 2: unknown section \"defaults\"; the sections are [policy], [default] and [type NAME]"_s;
    QTest::newRow("broken section") << QByteArray("[default\n")
                                    << u"p, line 1: a section is written [name], not \"[default\""_s;
    QTest::newRow("no setting") << QByteArray("[default]\ngrace 1s")
                                << u"p, line 2: a setting is written key = value, not \"grace 1s\""_s;
    QTest::newRow("unknown setting")
        << QByteArray("[policy]\ngrace = 1s")
        << u"p, line 2: unknown setting \"grace\"; [policy] has completion, retention, clean, clean-every and clean-at-most"_s;
    QTest::newRow("misspelt limit")
        << QByteArray("[type a]\nage = 1s")
        << u"p, line 2: unknown setting \"age\"; a type has long, age-limit, silence-limit, stall-limit, quiet-limit and grace"_s;
    QTest::newRow("no duration")
        << QByteArray("[default]\ngrace = soon")
        << u"p, line 2: grace is a duration such as 90s, 10m or 1h30m, not \"soon\""_s;
    QTest::newRow("zero") << QByteArray("[default]\ngrace = 0")
                          << u"p, line 2: grace is greater than zero and at most 30 days"_s;
    QTest::newRow("for ever") << QByteArray("[default]\ngrace = 31d")
                              << u"p, line 2: grace is greater than zero and at most 30 days"_s;
    QTest::newRow("neither yes nor no")
        << QByteArray("[type a]\nlong = maybe") << u"p, line 2: long is yes or no, not \"maybe\""_s;
    QTest::newRow("unknown word") << QByteArray("[policy]\ncompletion = never")
                                  << u"p, line 2: completion is write or report, not \"never\""_s;
    QTest::newRow("unknown cleaning")
        << QByteArray("[policy]\nclean = yes") << u"p, line 2: clean is off, report or apply, not \"yes\""_s;
    QTest::newRow("unknown thing about cleaning")
        << QByteArray("[policy]\nclean-up = yes")
        << u"p, line 2: unknown setting \"clean-up\"; [policy] has completion, retention, clean, clean-every and clean-at-most"_s;
    QTest::newRow("cleaning without pause")
        << QByteArray("[policy]\nclean-every = 10ms") << u"p, line 2: clean-every is at least one second"_s;
    QTest::newRow("cleaning nothing") << QByteArray("[policy]\nclean-at-most = 0")
                                      << u"p, line 2: clean-at-most is a number from 1 on, not \"0\""_s;
    QTest::newRow("twice") << QByteArray("[default]\ngrace=1s\ngrace=2s")
                           << u"p, line 3: \"grace\" is set twice"_s;
    QTest::newRow("section twice") << QByteArray("[default]\n[default]")
                                   << u"p, line 2: the section \"default\" comes twice"_s;
    QTest::newRow("no UTF-8") << QByteArray("[default]\n\n# \xFF\n") << u"p, line 3: not UTF-8"_s;
    QTest::newRow("control characters")
        << QByteArray("[default]\ngrace=1s\x01") << u"p, line 2: control characters"_s;
}

void TestPolicyFile::namesLineAndReason()
{
    QFETCH(QByteArray, text);
    const Result<Policy> policy = parsePolicy(text, u"p"_s);
    QVERIFY(!policy);
    QCOMPARE(policy.error().kind, Error::Kind::Parse);
    QTEST(policy.error().message, "message");
}

void TestPolicyFile::readsFilesAndLeavesThemAlone()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"policy.conf"_s);
    QCOMPARE(readPolicyFile(path).error().kind, Error::Kind::NotFound);
    const auto write = [&path](const QByteArray &text) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(write(whole));
    QCOMPARE(readPolicyFile(path).value().retention.where, u"policy.conf, line 4"_s);
    QVERIFY(write("damaged"));
    QVERIFY(readPolicyFile(path).error().message.startsWith(u"policy.conf, line 1: "_s));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("damaged"));
    file.close();
    QVERIFY(write(QByteArray((1 << 20) + 1, ' ')));
    QCOMPARE(readPolicyFile(path).error().kind, Error::Kind::Invalid);
    QVERIFY(!readPolicyFile(folder.path()));
}

void TestPolicyFile::optionsBeatTheFile()
{
    Policy policy = parsePolicy(whole, u"p"_s).value();
    overrideLimit(policy, &TypePolicy::ageLimit, 2h, u"--max-age"_s);
    for (const QString &type : {u"image_generation"_s, u"lora_training"_s, u"video"_s})
        QCOMPARE(policy.of(type).ageLimit, (Limit{2h, LimitOrigin::Option, u"--max-age"_s}));
}

QTEST_GUILESS_MAIN(TestPolicyFile)
#include "tst_policyfile.moc"

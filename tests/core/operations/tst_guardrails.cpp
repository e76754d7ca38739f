// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/guardrails.h"

#include "core/operations/journal.h"
#include "core/sql/database.h"

#include <QCoroTask>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp start{std::chrono::milliseconds(1'795'600'800'000)}; // 2026-11-25 10:00:00 UTC
const Actor ada{u"ada"_s, u"ops-1"_s, u"emberwatch env"_s};

/// A journal, and the clocks of one machine.
struct Desk
{
    GuardRails rails(EnvironmentClass environmentClass, const QString &name = u"studio-eu"_s)
    {
        return GuardRails(
            {name, environmentClass}, &journal, [this] { return now; }, bootClock());
    }
    BootClock bootClock()
    {
        return {bootId, [this] { return boot; }};
    }
    void pass(std::chrono::milliseconds time)
    {
        now += time;
        boot += time;
    }
    QList<JournalLine> lines() { return journal.lines({}).result().value(); }

    QTemporaryDir folder;
    Journal journal{folder.filePath(u"journal.sqlite"_s)};
    Timestamp now = start;
    std::chrono::milliseconds boot = 100h;
    QByteArray bootId = "run-1";
};

Result<void> permit(GuardRails &rails, int changes, const Agreement &agreement = {})
{
    return QCoro::waitFor(rails.permit(changes, agreement));
}

Result<WritePermit> raise(
    GuardRails &rails, std::chrono::milliseconds length = 30min, const QString &reason = u"OPS-1234"_s)
{
    return QCoro::waitFor(rails.raise({length, reason, ada}));
}

bool isWritable(GuardRails &rails)
{
    return QCoro::waitFor(rails.current()).value().has_value();
}

bool isRefused(const Result<void> &answer)
{
    return !answer && answer.error().kind == Error::Kind::Permission;
}

} // namespace

class TestGuardRails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void developmentAndStagingAreWritable_data();
    void developmentAndStagingAreWritable();
    void productionIsReadOnly();
    void aRaiseIsForAWhile();
    void aRaiseIsOfOneEnvironment();
    void aRaiseIsSharedAndVisible();
    void loweredAtOnce();
    void theNewestRaiseHolds();
    void noClockStretchesARaise_data();
    void noClockStretchesARaise();
    void aRaiseThatWasNotWrittenNeverBegan();
    void whatARaiseNeeds_data();
    void whatARaiseNeeds();
    void manyChangesNeedTheName_data();
    void manyChangesNeedTheName();
    void moreThanAgreedIsRefusedEverywhere();
    void theAgentWritesByItsConfiguration();
    void withoutAJournalNothingIsChanged();
    void namesAreShownEscaped();
    void anOlderJournalIsBroughtUpToDate();
};

void TestGuardRails::developmentAndStagingAreWritable_data()
{
    QTest::addColumn<EnvironmentClass>("environmentClass");
    QTest::newRow("development") << EnvironmentClass::Development;
    QTest::newRow("staging") << EnvironmentClass::Staging;
}

void TestGuardRails::developmentAndStagingAreWritable()
{
    QFETCH(const EnvironmentClass, environmentClass);
    Desk desk;
    GuardRails rails = desk.rails(environmentClass);
    QVERIFY(permit(rails, 100'000));
    const std::optional<WritePermit> permit = QCoro::waitFor(rails.current()).value();
    QVERIFY(permit);
    QVERIFY(!permit->until);
    QCOMPARE(raise(rails).error().kind, Error::Kind::Invalid);
    QVERIFY(!QCoro::waitFor(rails.lower(ada)).value());
    QVERIFY(desk.lines().isEmpty());
}

void TestGuardRails::productionIsReadOnly()
{
    Desk desk;
    GuardRails rails = desk.rails(EnvironmentClass::Production);
    const Result<void> answer = permit(rails, 1);
    QVERIFY(isRefused(answer));
    QVERIFY2(answer.error().message.contains(u"studio-eu is production and read-only"_s),
        qPrintable(answer.error().message));
    QVERIFY(answer.error().message.contains(u"env raise studio-eu --for 30m --reason TEXT"_s));
    QVERIFY(!isWritable(rails));
    QVERIFY(permit(rails, 0)); // a plan without changes has nothing to refuse
}

void TestGuardRails::aRaiseIsForAWhile()
{
    Desk desk;
    GuardRails rails = desk.rails(EnvironmentClass::Production);
    const Result<WritePermit> raised = raise(rails);
    QVERIFY2(raised, qPrintable(raised ? QString() : raised.error().message));
    QCOMPARE(*raised->until, start + 30min);
    QVERIFY(permit(rails, 1));
    desk.pass(30min - 1ms);
    QVERIFY(permit(rails, 1));
    QCOMPARE(*QCoro::waitFor(rails.current()).value()->until, start + 30min);
    desk.pass(1ms);
    const Result<void> after = permit(rails, 1);
    QVERIFY(isRefused(after));
    QVERIFY2(
        after.error().message.contains(u"allowed until 10:30:00 UTC"_s), qPrintable(after.error().message));
    QVERIFY(!isWritable(rails));
}

void TestGuardRails::aRaiseIsOfOneEnvironment()
{
    Desk desk;
    GuardRails rails = desk.rails(EnvironmentClass::Production);
    QVERIFY(raise(rails));
    for (const QString &other : {u"studio-us"_s, u"Studio-EU"_s, u"studio-eu "_s, QString(), u"%"_s}) {
        GuardRails others = desk.rails(EnvironmentClass::Production, other);
        QVERIFY2(isRefused(permit(others, 1)), qPrintable(other));
    }
}

/// Console and command line are programs of their own over one file.
void TestGuardRails::aRaiseIsSharedAndVisible()
{
    Desk desk;
    GuardRails rails = desk.rails(EnvironmentClass::Production);
    QVERIFY(raise(rails, 1h, u"  OPS-1234,\n agreed with the studio "_s));
    Journal another(desk.journal.path());
    GuardRails console(
        {u"studio-eu"_s, EnvironmentClass::Production}, &another, [&desk] { return desk.now; },
        desk.bootClock());
    QVERIFY(permit(console, 1));
    const std::optional<WritePermit> permit = QCoro::waitFor(console.current()).value();
    QVERIFY(permit);
    QCOMPARE(*permit, (WritePermit{start + 1h, start, ada, u"OPS-1234, agreed with the studio"_s}));

    const QList<JournalLine> lines = desk.lines();
    QCOMPARE(lines.size(), 1);
    QCOMPARE(lines.first().entry.action, u"raise"_s);
    QCOMPARE(lines.first().entry.environment, u"studio-eu"_s);
    QCOMPARE(lines.first().entry.actor, ada);
    QCOMPARE(lines.first().entry.sentence, u"Writing is allowed for 1 h: OPS-1234, agreed with the studio"_s);
}

void TestGuardRails::loweredAtOnce()
{
    Desk desk;
    GuardRails rails = desk.rails(EnvironmentClass::Production);
    QVERIFY(!QCoro::waitFor(rails.lower(ada)).value());
    QVERIFY(desk.lines().isEmpty());
    QVERIFY(raise(rails));
    QVERIFY(QCoro::waitFor(rails.lower(ada)).value());
    QVERIFY(isRefused(permit(rails, 1)));
    QVERIFY(!QCoro::waitFor(rails.lower(ada)).value());
    QCOMPARE(desk.lines().first().entry.action, u"lower"_s);
    QVERIFY(raise(rails));
    QVERIFY(permit(rails, 1));
}

void TestGuardRails::theNewestRaiseHolds()
{
    Desk desk;
    GuardRails rails = desk.rails(EnvironmentClass::Production);
    QVERIFY(raise(rails, 8h));
    QVERIFY(raise(rails, 1min)); // takes it back to a minute
    desk.pass(1min);
    QVERIFY(isRefused(permit(rails, 1)));
}

void TestGuardRails::noClockStretchesARaise_data()
{
    QTest::addColumn<std::chrono::milliseconds>("wallLeap");
    QTest::addColumn<std::chrono::milliseconds>("bootLeap");
    QTest::addColumn<QByteArray>("bootId");
    QTest::addColumn<bool>("isWritable");
    const QByteArray same = "run-1";
    QTest::newRow("ten minutes later")
        << std::chrono::milliseconds(10min) << std::chrono::milliseconds(10min) << same << true;
    QTest::newRow("set back to just after the raise, and its length has passed")
        << std::chrono::milliseconds(1s) << std::chrono::milliseconds(30min) << same << false;
    QTest::newRow("set back before the raise")
        << std::chrono::milliseconds(-1ms) << std::chrono::milliseconds(1min) << same << false;
    QTest::newRow("set forth beyond its end")
        << std::chrono::milliseconds(31min) << std::chrono::milliseconds(1min) << same << false;
    QTest::newRow("the machine has started anew")
        << std::chrono::milliseconds(1min) << std::chrono::milliseconds(1min) << QByteArray("run-2") << false;
    QTest::newRow("another run, further along, that calls itself the same")
        << std::chrono::milliseconds(1min) << std::chrono::milliseconds(-99h) << same << false;
}

void TestGuardRails::noClockStretchesARaise()
{
    QFETCH(const std::chrono::milliseconds, wallLeap);
    QFETCH(const std::chrono::milliseconds, bootLeap);
    QFETCH(const QByteArray, bootId);
    QFETCH(const bool, isWritable);
    Desk desk;
    GuardRails raising = desk.rails(EnvironmentClass::Production);
    QVERIFY(raise(raising));
    desk.now += wallLeap;
    desk.boot += bootLeap;
    desk.bootId = bootId;
    GuardRails rails = desk.rails(EnvironmentClass::Production);
    QCOMPARE(!isRefused(permit(rails, 1)), isWritable);
    QCOMPARE(::isWritable(rails), isWritable);
}

void TestGuardRails::aRaiseThatWasNotWrittenNeverBegan()
{
    Desk desk;
    GuardRails rails = desk.rails(EnvironmentClass::Production);
    const JournalEntry entry
        = raiseEntry(u"studio-eu"_s, {30min, u"OPS-1234"_s, ada}, desk.now, desk.bootClock());
    const EntryId id = desk.journal.intend({entry}).result().value().first();
    QVERIFY(isRefused(permit(rails, 1)));
    QVERIFY(desk.journal.conclude({{id, desk.now, u"failed"_s, {}}}).result());
    QVERIFY(isRefused(permit(rails, 1)));
    QVERIFY(desk.journal.conclude({{id, desk.now, u"done"_s, {}}}).result());
    QVERIFY(permit(rails, 1));
    // A lower counts from its intent on.
    QVERIFY(desk.journal.intend({lowerEntry(u"studio-eu"_s, ada, desk.now)}).result());
    QVERIFY(isRefused(permit(rails, 1)));
}

void TestGuardRails::whatARaiseNeeds_data()
{
    QTest::addColumn<std::chrono::milliseconds>("length");
    QTest::addColumn<QString>("reason");
    QTest::newRow("a reason") << std::chrono::milliseconds(30min) << u" \n "_s;
    QTest::newRow("a reason that can be read") << std::chrono::milliseconds(30min) << QString(1001, u'x');
    QTest::newRow("a length") << std::chrono::milliseconds(0) << u"OPS-1"_s;
    QTest::newRow("not backwards") << std::chrono::milliseconds(-30min) << u"OPS-1"_s;
    QTest::newRow("at most eight hours") << std::chrono::milliseconds(8h + 1ms) << u"OPS-1"_s;
}

void TestGuardRails::whatARaiseNeeds()
{
    QFETCH(const std::chrono::milliseconds, length);
    QFETCH(const QString, reason);
    Desk desk;
    GuardRails rails = desk.rails(EnvironmentClass::Production);
    const Result<WritePermit> raised = raise(rails, length, reason);
    QVERIFY(!raised);
    QCOMPARE(raised.error().kind, Error::Kind::Invalid);
    QVERIFY(desk.lines().isEmpty());
    QVERIFY(isRefused(permit(rails, 1)));
}

void TestGuardRails::manyChangesNeedTheName_data()
{
    QTest::addColumn<EnvironmentClass>("environmentClass");
    QTest::addColumn<int>("changes");
    QTest::addColumn<QString>("confirmedName");
    QTest::addColumn<bool>("isPermitted");
    const auto production = EnvironmentClass::Production;
    QTest::newRow("fifty") << production << 50 << QString() << true;
    QTest::newRow("fifty-one") << production << 51 << QString() << false;
    QTest::newRow("fifty-one, confirmed") << production << 51 << u"studio-eu"_s << true;
    QTest::newRow("confirmed by another name") << production << 51 << u"studio-us"_s << false;
    QTest::newRow("confirmed in other letters") << production << 51 << u"Studio-EU"_s << false;
    QTest::newRow("in staging") << EnvironmentClass::Staging << 51 << QString() << true;
}

void TestGuardRails::manyChangesNeedTheName()
{
    QFETCH(const EnvironmentClass, environmentClass);
    QFETCH(const int, changes);
    QFETCH(const QString, confirmedName);
    QFETCH(const bool, isPermitted);
    Desk desk;
    GuardRails production = desk.rails(EnvironmentClass::Production);
    QVERIFY(raise(production));
    GuardRails rails = desk.rails(environmentClass);
    const Result<void> answer = permit(rails, changes, {confirmedName, {}});
    QCOMPARE(answer.has_value(), isPermitted);
    if (!isPermitted) {
        QVERIFY(isRefused(answer));
        QVERIFY2(
            answer.error().message.contains(u"--confirm studio-eu"_s), qPrintable(answer.error().message));
    }
}

void TestGuardRails::moreThanAgreedIsRefusedEverywhere()
{
    Desk desk;
    GuardRails production = desk.rails(EnvironmentClass::Production);
    QVERIFY(raise(production));
    GuardRails agent({u"studio-eu"_s, EnvironmentClass::Production, u"OPS-1"_s, true}, &desk.journal);
    GuardRails staging = desk.rails(EnvironmentClass::Staging);
    GuardRails development = desk.rails(EnvironmentClass::Development);
    for (GuardRails *rails : {&production, &staging, &development, &agent}) {
        QVERIFY(permit(*rails, 20, {{}, 20}));
        const Result<void> answer = permit(*rails, 21, {{}, 20});
        QVERIFY(isRefused(answer));
        QCOMPARE(answer.error().message,
            u"There are 21 changes, and at most 20 were agreed to (--max-changes)."_s);
        QVERIFY(isRefused(permit(*rails, 1, {{}, 0})));
    }
}

void TestGuardRails::theAgentWritesByItsConfiguration()
{
    Desk desk;
    GuardRails people = desk.rails(EnvironmentClass::Production);
    QVERIFY(raise(people)); // for people: the agent does not take part
    for (const std::optional<QString> &reason : {std::optional<QString>(), std::optional(QString())}) {
        GuardRails agent({u"studio-eu"_s, EnvironmentClass::Production, reason, true}, &desk.journal);
        const Result<void> answer = permit(agent, 1);
        QVERIFY(isRefused(answer));
        QVERIFY2(answer.error().message.contains(u"agent.write"_s), qPrintable(answer.error().message));
    }
    GuardRails agent({u"studio-eu"_s, EnvironmentClass::Production, u"OPS-1"_s, true}, &desk.journal);
    QVERIFY(permit(agent, 500)); // nobody is there to type a name
    GuardRails inStaging({u"studio-eu"_s, EnvironmentClass::Staging, {}, true}, &desk.journal);
    QVERIFY(permit(inStaging, 500));
    // A reason in the configuration is the agent's alone.
    QVERIFY(QCoro::waitFor(people.lower(ada)).value());
    GuardRails person({u"studio-eu"_s, EnvironmentClass::Production, u"OPS-1"_s, false}, &desk.journal);
    QVERIFY(isRefused(permit(person, 1)));
}

void TestGuardRails::withoutAJournalNothingIsChanged()
{
    Journal journal(u"/proc/no/journal.sqlite"_s);
    GuardRails production({u"studio-eu"_s, EnvironmentClass::Production}, &journal);
    QVERIFY(!permit(production, 1));
    QVERIFY(!raise(production));
    QVERIFY(!QCoro::waitFor(production.current()));
}

void TestGuardRails::namesAreShownEscaped()
{
    Desk desk;
    GuardRails rails = desk.rails(EnvironmentClass::Production, u"a\x1b[31m\u202e'; DROP TABLE entries"_s);
    const Result<void> answer = permit(rails, 1);
    QVERIFY(isRefused(answer));
    QVERIFY(!answer.error().message.contains(QChar(0x1b)));
    QVERIFY(!answer.error().message.contains(QChar(0x202e)));
    QVERIFY(raise(rails));
    QVERIFY(permit(rails, 1));
}

void TestGuardRails::anOlderJournalIsBroughtUpToDate()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"journal.sqlite"_s);
    QVERIFY(Journal(path).lines({}).result());
    sql::Target target;
    target.database = path;
    {
        const auto database = sql::Database::open(target, nullptr);
        QVERIFY((*database)->run(u"DROP INDEX entries_of_raises"_s));
        QVERIFY((*database)->run(u"PRAGMA user_version = 1"_s));
    }
    Journal journal(path);
    GuardRails rails({u"studio-eu"_s, EnvironmentClass::Production}, &journal);
    QVERIFY(raise(rails));
    QVERIFY(permit(rails, 1));
    const auto database = sql::Database::open(target, nullptr);
    QCOMPARE((*database)->value(u"PRAGMA user_version"_s)->toInt(), 2);
    QCOMPARE(
        (*database)->value(u"SELECT count(*) FROM sqlite_schema WHERE name = 'entries_of_raises'"_s)->toInt(),
        1);
}

QTEST_GUILESS_MAIN(TestGuardRails)
#include "tst_guardrails.moc"

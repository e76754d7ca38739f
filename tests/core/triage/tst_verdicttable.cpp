// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/judge.h"
#include "tests/core/triage/evidencemaker.h"

#include <QSet>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace std::chrono_literals;

using R = RedisReading;
using D = RecordReading;
using C = ComfyReading;

namespace {

/// The open ones twice: queued and processing must be the same to the table.
constexpr R redisReadings[] = {R::Absent, R::Corrupt, R::Queued, R::Processing, R::Completed, R::Failed};
constexpr D recordReadings[] = {D::Absent, D::Queued, D::Processing, D::Completed, D::Failed, D::Cancelled};
constexpr C comfyReadings[]
    = {C::Pending, C::Running, C::DoneOk, C::DoneError, C::Interrupted, C::Absent, C::Unknown};

/// verdicts.md 4 written out by hand, one letter a combination: pending, running, done-ok, done-error,
/// interrupted, absent, unknown.
///
/// L live, S stale, U unclaimed result, T late result, O orphaned, X lost, Z zombie, R residue, K corrupt,
/// C conflict, V unverifiable, F foreign, = consistent.
constexpr const char *literal[5][5] = {
    // record absent, open, completed, failed, cancelled
    {"FF=====", "LLUSSXV", "ZZ=CC==", "ZZU====", "ZZT===="}, // Redis absent
    {"KKKKKKK", "KKKKKKK", "KKKKKKK", "KKKKKKK", "KKKKKKK"}, // Redis corrupt
    {"LLSSSOV", "LLUSSOV", "ZZSCCSV", "ZZUSSSV", "ZZTSSSV"}, // Redis open
    {"LLRRRRR", "LLUSSSV", "ZZRCCRR", "ZZUCCCC", "ZZTCCCC"}, // Redis completed
    {"LLRRRRR", "LLUSSSV", "ZZCCCCC", "ZZURRRR", "ZZTRRRR"}, // Redis failed
};

int index(R reading)
{
    return reading == R::Absent ? 0
        : reading == R::Corrupt ? 1
        : isOpen(reading)       ? 2
                                : (reading == R::Completed ? 3 : 4);
}

int index(D reading)
{
    return reading == D::Absent   ? 0
        : isOpen(reading)         ? 1
        : reading == D::Completed ? 2
                                  : (reading == D::Failed ? 3 : 4);
}

Verdict verdictOf(char letter)
{
    switch (letter) {
    case 'L':
        return Verdict::Live;
    case 'W':
        return Verdict::Stalled;
    case 'S':
        return Verdict::Stale;
    case 'U':
        return Verdict::UnclaimedResult;
    case 'T':
        return Verdict::LateResult;
    case 'O':
        return Verdict::Orphaned;
    case 'X':
        return Verdict::Lost;
    case 'Z':
        return Verdict::Zombie;
    case 'R':
        return Verdict::Residue;
    case 'K':
        return Verdict::Corrupt;
    case 'C':
        return Verdict::Conflict;
    case 'V':
        return Verdict::Unverifiable;
    case 'F':
        return Verdict::Foreign;
    default:
        return Verdict::Consistent;
    }
}

Verdict expected(R redis, D record, C comfy, bool isMoving, bool isKnown)
{
    char letter = literal[index(redis)][index(record)][static_cast<int>(comfy)];
    if (letter == 'L' && !isMoving)
        letter = 'W';
    if (letter == 'F' && isKnown)
        letter = 'Z';
    return verdictOf(letter);
}

QByteArray nameOf(R redis, D record, C comfy)
{
    return wordOf(redis).toByteArray() + ' ' + wordOf(record).toByteArray() + ' '
        + wordOf(comfy).toByteArray();
}

Evidence caseOf(R redis, D record, C comfy, bool isMoving, bool isKnown)
{
    Evidence evidence = evidenceOf(redis, record, comfy);
    evidence.isKnownToJournal = isKnown;
    evidence.comfy.hasMoved = isMoving;
    if (!isMoving) {
        evidence.comfy.stillFor = 1h;
        evidence.comfy.first->isServerIdle = evidence.comfy.second->isServerIdle = true;
    }
    return evidence;
}

} // namespace

/// All 175 combinations of verdicts.md, each for moving and not, known to the journal and not.
class TestVerdictTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCombination();
    void everyRowIsReached();
    void corruptSaysWhatTheOthersSay();
    void flags();
    void proposals();
};

void TestVerdictTable::everyCombination()
{
    int combinations = 0;
    for (const R redis : redisReadings) {
        for (const D record : recordReadings) {
            for (const C comfy : comfyReadings) {
                for (const int bits : {0, 1, 2, 3}) {
                    const bool isMoving = (bits & 1) != 0;
                    const bool isKnown = (bits & 2) != 0;
                    const Evidence evidence = caseOf(redis, record, comfy, isMoving, isKnown);
                    const Judgement judgement = judge(evidence, defaultPolicy(), noon);
                    const QByteArray got = wordOf(judgement.verdict).toByteArray();
                    const QByteArray want
                        = wordOf(expected(redis, record, comfy, isMoving, isKnown)).toByteArray();
                    const QByteArray message = nameOf(redis, record, comfy) + ": " + got + ", not " + want;
                    QVERIFY2(got == want, message.constData());
                    ++combinations;
                }
            }
        }
    }
    QCOMPARE(combinations, 6 * 6 * 7 * 4);
}

void TestVerdictTable::everyRowIsReached()
{
    QSet<int> reached;
    for (const R redis : redisReadings) {
        for (const D record : recordReadings) {
            for (const C comfy : comfyReadings) {
                for (const bool isMoving : {false, true}) {
                    const Evidence evidence = caseOf(redis, record, comfy, isMoving, false);
                    reached.insert(static_cast<int>(judge(evidence, defaultPolicy(), noon).row));
                }
            }
        }
    }
    for (int row = static_cast<int>(TableRow::CorruptState); row < tableRowCount; ++row)
        QVERIFY2(reached.contains(row), QByteArray::number(row).constData());
}

void TestVerdictTable::corruptSaysWhatTheOthersSay()
{
    for (const D record : recordReadings) {
        for (const C comfy : comfyReadings) {
            const Evidence evidence = evidenceOf(R::Corrupt, record, comfy);
            const Judgement judgement = judge(evidence, defaultPolicy(), noon);
            QVERIFY(judgement.beside);
            QCOMPARE(*judgement.beside, expected(R::Absent, record, comfy, true, false));
            QCOMPARE(judgement.proposed, Action::ByHand);
        }
    }
}

void TestVerdictTable::flags()
{
    for (const R redis : redisReadings) {
        for (const D record : recordReadings) {
            for (const C comfy : comfyReadings) {
                const Judgement judgement = judge(evidenceOf(redis, record, comfy), defaultPolicy(), noon);
                const QByteArray name = nameOf(redis, record, comfy);
                QVERIFY2(judgement.flags.isUntracked == (record == D::Absent && redis != R::Absent),
                    name.constData());
                QVERIFY2(judgement.flags.isUnchecked
                        == (judgement.verdict == Verdict::Consistent && comfy == C::Unknown),
                    name.constData());
                // silent for 150 s: longer than usual (120 s)
                QVERIFY2(
                    judgement.flags.isQuiet == (judgement.verdict == Verdict::Live && redis != R::Absent),
                    name.constData());
            }
        }
    }
}

void TestVerdictTable::proposals()
{
    const auto proposed = [](R redis, D record, C comfy) {
        return judge(evidenceOf(redis, record, comfy), defaultPolicy(), noon).proposed;
    };
    QCOMPARE(proposed(R::Queued, D::Queued, C::Unknown), Action::Wait);
    QCOMPARE(proposed(R::Absent, D::Completed, C::Running), Action::CancelOnServer);
    QCOMPARE(proposed(R::Absent, D::Absent, C::Running), Action::None);
    QCOMPARE(proposed(R::Queued, D::Queued, C::Running), Action::Resume);
    QCOMPARE(proposed(R::Absent, D::Queued, C::Running), Action::RecreateState);
    QCOMPARE(proposed(R::Failed, D::Queued, C::Running), Action::Resume);
    QCOMPARE(proposed(R::Queued, D::Queued, C::DoneOk), Action::SettleCompleted);
    QCOMPARE(proposed(R::Queued, D::Failed, C::DoneOk), Action::ByHand);
    QCOMPARE(proposed(R::Queued, D::Cancelled, C::DoneOk), Action::Clean);
    QCOMPARE(proposed(R::Absent, D::Cancelled, C::DoneOk), Action::None);
    QCOMPARE(proposed(R::Queued, D::Completed, C::DoneError), Action::ByHand);
    QCOMPARE(proposed(R::Queued, D::Queued, C::DoneError), Action::SettleFailed);
    QCOMPARE(proposed(R::Queued, D::Queued, C::Interrupted), Action::SettleCancelled);
    QCOMPARE(proposed(R::Queued, D::Completed, C::DoneOk), Action::Clean);
    QCOMPARE(proposed(R::Queued, D::Absent, C::DoneOk), Action::Clean);
    QCOMPARE(proposed(R::Queued, D::Queued, C::Absent), Action::SettleFailed);
    QCOMPARE(proposed(R::Queued, D::Absent, C::Absent), Action::Clean);
    QCOMPARE(proposed(R::Completed, D::Queued, C::Absent), Action::TakeRedisEnd);
    QCOMPARE(proposed(R::Absent, D::Queued, C::Absent), Action::SettleFailed);
    QCOMPARE(proposed(R::Failed, D::Cancelled, C::Absent), Action::None);
    QCOMPARE(proposed(R::Failed, D::Completed, C::Absent), Action::ByHand);
    QCOMPARE(proposed(R::Failed, D::Failed, C::Absent), Action::None);
    QCOMPARE(proposed(R::Absent, D::Failed, C::Absent), Action::None);
}

QTEST_GUILESS_MAIN(TestVerdictTable)
#include "tst_verdicttable.moc"

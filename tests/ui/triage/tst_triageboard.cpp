// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triageboard.h"

#include "tests/ui/triage/triagesamples.h"
#include "ui/triage/triagemodel.h"

#include <QElapsedTimer>
#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestTriageBoard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sortsEveryJobIntoOneKind();
    void theLongestSilentComeFirst();
    void whatNobodyHasToSeeDoesNotCount();
    void whatNeedsTrackingIsNotQuiet();
    void everyKindHasWordsAndAGroup();
    void aHundredThousandJobsAreSortedAtOnce();
};

void TestTriageBoard::sortsEveryJobIntoOneKind()
{
    const TriageBoard board = test::boardOf(test::mixedEvidence());
    const std::pair<TriageKind, qsizetype> expected[] = {{TriageKind::Conflict, 1},
        {TriageKind::UnclaimedResult, 2}, {TriageKind::Orphaned, 1}, {TriageKind::Lost, 1},
        {TriageKind::Unverifiable, 1}, {TriageKind::Settling, 1}, {TriageKind::Corrupt, 0}};
    qsizetype sum = 0;
    for (const auto &[kind, count] : expected)
        QCOMPARE(board.pile(kind).jobs.size(), count);
    for (const TriageBoard::Pile &pile : board.piles)
        sum += pile.jobs.size();
    QCOMPARE(sum, board.proposal.plan.actions.size());
    QCOMPARE(board.pile(TriageKind::UnclaimedResult).users, 2);
    QCOMPARE(board.pile(TriageKind::UnclaimedResult).changes, 2);
    QCOMPARE(board.pile(TriageKind::Conflict).changes, 0);
    QVERIFY(board.judged(PromptId("orphan")));
    QVERIFY(!board.judged(PromptId("nobody")));
}

void TestTriageBoard::theLongestSilentComeFirst()
{
    std::vector<Evidence> all;
    for (const auto silence : {200s, 400s, 300s}) {
        all.push_back(
            test::sampleEvidence(QByteArray::number(qlonglong(silence.count())), ComfyReading::Absent));
        all.back().redis.silence = silence;
    }
    const TriageBoard board = test::boardOf(all);
    QByteArrayList ids;
    for (const qsizetype place : board.pile(TriageKind::Orphaned).jobs)
        ids.append(board.proposal.plan.actions[place].promptId.value());
    QCOMPARE(ids, (QByteArrayList{"400", "300", "200"}));
}

void TestTriageBoard::whatNobodyHasToSeeDoesNotCount()
{
    Evidence residue = test::withRecord(
        test::sampleEvidence("residue", ComfyReading::Absent), RecordReading::Completed, u"completed"_s);
    residue.redis.reading = RedisReading::Completed;
    residue.redis.status = JobStatus::Completed;
    const TriageBoard board = test::boardOf({residue, test::sampleEvidence("orphan", ComfyReading::Absent)});
    QCOMPARE(board.pile(TriageKind::Residue).jobs.size(), 1);
    QCOMPARE(board.attention(), 1);
}

void TestTriageBoard::whatNeedsTrackingIsNotQuiet()
{
    PlannedAction action;
    action.verdict = Verdict::Live;
    action.action = Action::Resume;
    QCOMPARE(kindOf(action), TriageKind::LiveToResume);
    action.action = Action::None;
    QCOMPARE(kindOf(action), TriageKind::LiveAndQuiet);
}

void TestTriageBoard::everyKindHasWordsAndAGroup()
{
    QStringList words;
    int lastGroup = 0;
    for (int i = 0; i < triageKindCount; ++i) {
        const auto kind = static_cast<TriageKind>(i);
        words.append(lookOf(kind).word);
        QVERIFY(!meaningOf(kind).isEmpty());
        const int group = static_cast<int>(groupOf(kind));
        QVERIFY(group >= lastGroup); // the list shows them in this order
        lastGroup = group;
    }
    QCOMPARE(words.removeDuplicates(), 0);
    QCOMPARE(lastGroup, static_cast<int>(TriageGroup::NothingToDo));
}

/// From evidence to what the first screen shows: under 2 s (issue 4), sanitizers aside.
void TestTriageBoard::aHundredThousandJobsAreSortedAtOnce()
{
    constexpr int count = 100'000;
    const std::array kinds{ComfyReading::DoneOk, ComfyReading::Absent, ComfyReading::Running,
        ComfyReading::Unknown, ComfyReading::DoneError};
    std::vector<Evidence> all;
    all.reserve(count);
    for (int i = 0; i < count; ++i) {
        all.push_back(test::sampleEvidence(
            "job-" + QByteArray::number(i), kinds[static_cast<size_t>(i) % kinds.size()]));
        all.back().redis.silence = std::chrono::milliseconds(240'000 + (i * 7919) % 100'000);
    }
    QElapsedTimer timer;
    timer.start();
    const TriageBoard board = test::boardOf(all);
    const qint64 judged = timer.elapsed();
    TriageModel model;
    model.setBoard(board, TriageKind::Orphaned);
    QString text;
    for (int row = 0; row < 40; ++row) {
        for (int column = 0; column < triageColumnCount; ++column)
            text += model.index(row, column).data().toString();
    }
    const qint64 shown = timer.elapsed();
    qInfo("judged, planned and sorted after %lld ms, first screen after %lld ms", qlonglong(judged),
        qlonglong(shown));
    QVERIFY(!text.isEmpty());
    QCOMPARE(model.rowCount(), count / static_cast<int>(kinds.size()));
    const qint64 atMost = qEnvironmentVariableIsSet("ASAN_OPTIONS") ? 60'000 : 2'000;
    QVERIFY2(shown < atMost, qPrintable(QString::number(shown)));
}

QTEST_MAIN(TestTriageBoard)
#include "tst_triageboard.moc"

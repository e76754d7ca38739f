// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/openjobsseen.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;

namespace {

const Timestamp noon{std::chrono::milliseconds(1'795'600'800'000)};

JobReading readingAt(const QByteArray &id, Timestamp at, bool exists = true)
{
    JobReading reading;
    reading.promptId = PromptId(id);
    reading.exists = exists;
    reading.serverTime = at;
    if (exists)
        reading.ttl = 2h;
    return reading;
}

JobReading goneAt(const QByteArray &id, Timestamp at)
{
    return readingAt(id, at, false);
}

} // namespace

class TestOpenJobsSeen : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsMissingAtFirst();
    void whatIsGoneSoonHasVanished();
    void whatEndedHasNot();
    void laterNothingIsSaid();
    void whatExpiredHasNot();
    void whatWeDeletedHasNot();
};

void TestOpenJobsSeen::nothingIsMissingAtFirst()
{
    const OpenJobsSeen seen;
    QVERIFY(seen.missingAmong({}).isEmpty());
    QCOMPARE(seen.factsOf({}, 60s).activeBefore, 0);
}

void TestOpenJobsSeen::whatIsGoneSoonHasVanished()
{
    OpenJobsSeen seen;
    seen.see({readingAt("a", noon), readingAt("b", noon + 1s), readingAt("c", noon)});
    QCOMPARE(seen.missingAmong({PromptId("b")}).size(), 2);
    const ListingFacts facts = seen.factsOf({goneAt("a", noon + 60s), goneAt("c", noon + 60s)}, 60s);
    QCOMPARE(facts.activeBefore, 3);
    QCOMPARE(facts.vanishedSilently, 2);
    QVERIFY(facts.isComplete);
}

void TestOpenJobsSeen::whatEndedHasNot()
{
    OpenJobsSeen seen;
    seen.see({readingAt("a", noon)});
    QCOMPARE(seen.factsOf({readingAt("a", noon + 30s)}, 60s).vanishedSilently, 0);
}

void TestOpenJobsSeen::laterNothingIsSaid()
{
    OpenJobsSeen seen;
    seen.see({readingAt("a", noon)});
    QCOMPARE(seen.factsOf({goneAt("a", noon + 63s)}, 60s).vanishedSilently, 1);
    QCOMPARE(seen.factsOf({goneAt("a", noon + 64s)}, 60s).vanishedSilently, 0);
}

void TestOpenJobsSeen::whatExpiredHasNot()
{
    OpenJobsSeen seen;
    JobReading nearlyOver = readingAt("a", noon);
    nearlyOver.ttl = 10s;
    JobReading forGood = readingAt("b", noon);
    forGood.ttl.reset();
    seen.see({nearlyOver, forGood});
    QCOMPARE(seen.factsOf({goneAt("a", noon + 10s), goneAt("b", noon + 10s)}, 60s).vanishedSilently, 1);
}

void TestOpenJobsSeen::whatWeDeletedHasNot()
{
    OpenJobsSeen seen;
    seen.see({readingAt("a", noon), readingAt("b", noon)});
    seen.forget(PromptId("a"));
    QCOMPARE(seen.missingAmong({}), QList<PromptId>{PromptId("b")});
}

QTEST_GUILESS_MAIN(TestOpenJobsSeen)
#include "tst_openjobsseen.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/jobprogress.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace Qt::StringLiterals;

namespace {

const PromptId id("p");

/// load -> encode -> sample -> decode -> save, and a node that leads nowhere.
const QByteArray workflow = R"({
    "load":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"x"}},
    "encode":{"class_type":"CLIPTextEncode","inputs":{"text":"t","clip":["load",1]}},
    "sample":{"class_type":"KSampler","inputs":{"model":["load",0],"positive":["encode",0],"latent_image":["load",0],
        "seed":18446744073709551615,"steps":20,"range":[1,2]}},
    "decode":{"class_type":"VAEDecode","inputs":{"samples":["sample",0]}},
    "save":{"class_type":"SaveImage","inputs":{"images":["decode",0]}},
    "lost":{"class_type":"KSampler","inputs":{"latent_image":["load",0]}}})";

/// a -> b -> c -> d, no sampler: each is worth a quarter.
const QByteArray chain = R"({"a":{"class_type":"A","inputs":{}},"b":{"class_type":"B","inputs":{"x":["a",0]}},
    "c":{"class_type":"C","inputs":{"x":["b",0]}},"d":{"class_type":"D","inputs":{"x":["c",0]}}})";

JobProgress progressOf(const QByteArray &graph, const QByteArrayList &outputs = {})
{
    return JobProgress(id, JobGraph::fromWorkflow(graph, outputs).value());
}

NodeProgress node(const QByteArray &name, double value, double most, bool isFinished = false)
{
    return {name, name, {}, name, isFinished, value, most};
}

NodeProgress child(const QByteArray &name, const QByteArray &parent, double value, double most)
{
    return {name, parent, parent, parent, false, value, most};
}

/// -1: unknown.
int permille(const JobProgress &progress)
{
    return progress.fraction() ? qRound(*progress.fraction() * 1000) : -1;
}

} // namespace

class TestJobProgress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theGraphHoldsOnlyWhatRuns();
    void samplersTakeMostOfTheWeight();
    void aGraphWithCyclesEnds();
    void refusesWhatIsNoGraph();
    void nothingIsKnownBeforeTheFirstMessage();
    void aStartIsZero();
    void countsByTheFormula();
    void ancestorsOfReachedNodesAreDone();
    void cachedNodesAreDone();
    void neverFalls();
    void neverCompleteBeforeTheEnd();
    void completeOnlyAfterSuccess_data();
    void completeOnlyAfterSuccess();
    void childrenAreNotCountedTwice();
    void grandchildrenBelongToTheSameNode();
    void oldServersTellByExecutingAndProgress();
    void oneOldMessageRestoresWhatWasMissed();
    void foreignPromptsAreFiltered();
    void lateProgressIsDropped();
    void withoutGraphOnlyTheStepIsKnown();
    void theGraphMayComeLater();
    void oddNumbersDoNoHarm();
};

void TestJobProgress::theGraphHoldsOnlyWhatRuns()
{
    const JobGraph graph = JobGraph::fromWorkflow(workflow, {"save"}).value();
    QCOMPARE(graph.nodeCount(), 5);
    QVERIFY(!graph.contains("lost"));
    QCOMPARE(graph.inputsOf("decode"), (QList<QByteArray>{"sample"}));
    QCOMPARE(JobGraph::fromWorkflow(workflow).value().nodeCount(), 6);
    double sum = 0;
    for (const QByteArray &name : graph.nodes())
        sum += graph.weightOf(name);
    QCOMPARE(sum, 1.0);
}

void TestJobProgress::samplersTakeMostOfTheWeight()
{
    const JobGraph graph = JobGraph::fromWorkflow(workflow, {"save"}).value();
    QCOMPARE(graph.weightOf("sample"), 0.84);
    QCOMPARE(graph.weightOf("load"), 0.04);
    QCOMPARE(graph.weightOf("lost"), 0.0);
}

void TestJobProgress::aGraphWithCyclesEnds()
{
    JobProgress progress
        = progressOf(R"({"a":{"inputs":{"x":["b",0]}},"b":{"inputs":{"x":["a",0]}}})", {"a"});
    progress.apply(NodesMessage{id, {node("a", 1, 2)}});
    QVERIFY(progress.fraction());
}

void TestJobProgress::refusesWhatIsNoGraph()
{
    QVERIFY(!JobGraph::fromWorkflow("[]"));
    QVERIFY(!JobGraph::fromWorkflow("{"));
    QVERIFY(JobGraph::fromWorkflow(R"({"a":1,"b":{"inputs":7},"c":{"inputs":{"x":["a"],"y":[["b",0],0]}}})"));
}

void TestJobProgress::nothingIsKnownBeforeTheFirstMessage()
{
    const JobProgress progress = progressOf(chain);
    QVERIFY(!progress.fraction());
    QVERIFY(!progress.currentStep());
}

void TestJobProgress::aStartIsZero()
{
    JobProgress progress = progressOf(chain);
    progress.apply(StartedMessage{id, {}});
    QCOMPARE(permille(progress), 0);
}

void TestJobProgress::countsByTheFormula()
{
    JobProgress progress = progressOf(chain);
    progress.apply(NodesMessage{id, {node("a", 1, 1, true), node("b", 5, 10)}});
    QCOMPARE(permille(progress), 375);
    QCOMPARE(progress.currentNode(), "b");
    QCOMPARE(progress.currentStep().value(), 0.5);
    progress.apply(NodesMessage{id, {node("a", 1, 1, true), node("b", 10, 10, true), node("c", 0, 1)}});
    QCOMPARE(permille(progress), 500);
    QVERIFY(!progress.currentStep());
}

void TestJobProgress::ancestorsOfReachedNodesAreDone()
{
    JobProgress progress = progressOf(chain);
    progress.apply(NodesMessage{id, {node("c", 0, 1)}});
    QCOMPARE(permille(progress), 500);
}

void TestJobProgress::cachedNodesAreDone()
{
    JobProgress progress = progressOf(chain);
    progress.apply(CachedMessage{id, {"a", "b", "c"}});
    QCOMPARE(permille(progress), 750);
}

void TestJobProgress::neverFalls()
{
    JobProgress progress = progressOf(chain);
    progress.apply(NodesMessage{id, {node("b", 8, 10)}});
    QCOMPARE(permille(progress), 450);
    progress.apply(NodesMessage{id, {node("b", 1, 10)}}); // a second bar in the same node
    QCOMPARE(permille(progress), 450);
    QCOMPARE(progress.currentStep().value(), 0.1);
}

void TestJobProgress::neverCompleteBeforeTheEnd()
{
    JobProgress progress = progressOf(chain);
    progress.apply(NodesMessage{
        id, {node("a", 1, 1, true), node("b", 1, 1, true), node("c", 1, 1, true), node("d", 9, 9, true)}});
    QVERIFY(progress.fraction() < 1.0);
    progress.apply(ExecutingMessage{id, {}, {}});
    QVERIFY(progress.fraction() < 1.0);
}

void TestJobProgress::completeOnlyAfterSuccess_data()
{
    QTest::addColumn<int>("outcome");
    QTest::addColumn<double>("fraction");
    QTest::newRow("success") << static_cast<int>(JobOutcome::Succeeded) << 1.0;
    QTest::newRow("failure") << static_cast<int>(JobOutcome::Failed) << 0.5;
    QTest::newRow("interruption") << static_cast<int>(JobOutcome::Interrupted) << 0.5;
}

void TestJobProgress::completeOnlyAfterSuccess()
{
    QFETCH(int, outcome);
    JobProgress progress = progressOf(chain);
    progress.apply(NodesMessage{id, {node("c", 0, 1)}});
    progress.apply(EndedMessage{id, static_cast<JobOutcome>(outcome), {}, {}});
    QVERIFY(progress.hasEnded());
    QTEST(progress.fraction().value(), "fraction");
}

void TestJobProgress::childrenAreNotCountedTwice()
{
    JobProgress progress = progressOf(chain);
    progress.apply(
        NodesMessage{id, {node("b", 0, 1), child("b.0.0.1", "b", 5, 10), child("b.0.0.2", "b", 10, 10)}});
    QCOMPARE(permille(progress), 438);
    QList<NodeProgress> many{node("b", 0, 1)};
    for (int i = 0; i < 100; ++i)
        many.append(child("b.0.0." + QByteArray::number(i), "b", 10, 10));
    progress.apply(NodesMessage{id, many});
    QVERIFY(progress.fraction() < 0.5); // not all of b before it is finished itself
}

void TestJobProgress::grandchildrenBelongToTheSameNode()
{
    JobProgress progress = progressOf(chain);
    NodeProgress grandchild = child("b.0.0.1.0.0.1", "b.0.0.1", 5, 10);
    grandchild.realNode = "7";
    grandchild.displayNode = "7";
    progress.apply(NodesMessage{id, {grandchild, child("b.0.0.1", "b", 5, 10)}});
    QCOMPARE(permille(progress), 125);
}

void TestJobProgress::oldServersTellByExecutingAndProgress()
{
    JobProgress progress = progressOf(chain);
    progress.apply(StartedMessage{id, {}});
    progress.apply(ExecutingMessage{id, "a", "a"});
    QCOMPARE(permille(progress), 0);
    progress.apply(ExecutingMessage{id, "b", "b"});
    QCOMPARE(permille(progress), 250);
    progress.apply(StepMessage{id, {}, 2, 4}); // node can be null there
    QCOMPARE(permille(progress), 375);
    progress.apply(ExecutingMessage{id, "b.0.0.1", "b"}); // expanded: it stays b
    QCOMPARE(progress.currentNode(), "b");
    progress.apply(ExecutedMessage{id, "d", "d", {}}); // a cached output node
    QVERIFY(progress.fraction() > 0.9);
}

void TestJobProgress::oneOldMessageRestoresWhatWasMissed()
{
    JobProgress progress = progressOf(workflow, {"save"});
    progress.apply(ExecutingMessage{id, "sample", "sample"});
    QCOMPARE(permille(progress), 80);
    progress.apply(StepMessage{id, "sample", 10, 20});
    QCOMPARE(permille(progress), 500);
}

void TestJobProgress::foreignPromptsAreFiltered()
{
    JobProgress progress = progressOf(chain);
    progress.apply(NodesMessage{PromptId("q"), {node("c", 0, 1)}});
    progress.apply(EndedMessage{PromptId("q"), JobOutcome::Succeeded, {}, {}});
    progress.apply(QueueCountMessage{1, false});
    QVERIFY(!progress.fraction());
    QVERIFY(!progress.hasEnded());
}

void TestJobProgress::lateProgressIsDropped()
{
    JobProgress progress = progressOf(chain);
    progress.apply(EndedMessage{id, JobOutcome::Failed, {}, {}});
    progress.apply(NodesMessage{id, {node("c", 0, 1)}});
    QVERIFY(!progress.fraction());
}

void TestJobProgress::withoutGraphOnlyTheStepIsKnown()
{
    JobProgress progress{id};
    progress.apply(StartedMessage{id, {}});
    progress.apply(NodesMessage{id, {node("7", 5, 10)}});
    QVERIFY(!progress.fraction());
    QCOMPARE(progress.currentNode(), "7");
    QCOMPARE(progress.currentStep().value(), 0.5);
    progress.apply(EndedMessage{id, JobOutcome::Succeeded, {}, {}});
    QCOMPARE(permille(progress), 1000);
}

void TestJobProgress::theGraphMayComeLater()
{
    JobProgress progress{id};
    progress.apply(NodesMessage{id, {node("c", 0, 1)}});
    progress.setGraph(JobGraph::fromWorkflow(chain).value());
    QCOMPARE(permille(progress), 500);
}

void TestJobProgress::oddNumbersDoNoHarm()
{
    JobProgress progress = progressOf(chain);
    progress.apply(NodesMessage{id, {node("a", 30, 10), node("b", -5, 10), node("c", 0, 0)}});
    QVERIFY(progress.fraction() >= 0.0);
    QVERIFY(progress.fraction() < 1.0);
}

QTEST_GUILESS_MAIN(TestJobProgress)
#include "tst_jobprogress.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/submission.h"

#include "core/comfyui/jsonread.h"
#include "core/comfyui/jsonspan.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace Qt::StringLiterals;

namespace {

Result<Submission> read(int status, const QByteArray &body)
{
    JsonReader reader;
    const Result<JsonValue> root = reader.read(body);
    return root ? submissionOf(status, *root) : tl::make_unexpected(root.error());
}

} // namespace

class TestSubmission : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWorkflowGoesInByteForByte();
    void saysOnlyWhatItWasTold();
    void refusesWhatIsNoWorkflow_data();
    void refusesWhatIsNoWorkflow();
    void readsAcceptance();
    void readsPartialAcceptance();
    void readsRefusals();
    void readsOldRefusals();
    void refusesOtherShapes();
};

void TestSubmission::theWorkflowGoesInByteForByte()
{
    const QByteArray workflow
        = R"({"3": {"inputs":{"seed":18446744073709551615,"cfg":8.0,"x":1,"x":2, "n":NaN}}})";
    SubmitOptions options;
    options.clientId = u"c \"1\""_s;
    options.marker = "m-1";
    options.promptId = PromptId("0e0a3b52-7f0e-4a2b-9c52-7a7a4f0e1d11");
    options.number = -1.5;
    const Result<QByteArray> body = submissionBody(workflow, options);
    QVERIFY(body);
    QCOMPARE(jsonSpan(*body, {"prompt"})->toByteArray(), workflow);
    QCOMPARE(jsonSpan(*body, {"client_id"})->toByteArray(), R"("c \"1\"")");
    QCOMPARE(jsonSpan(*body, {"prompt_id"})->toByteArray(), "\"0e0a3b52-7f0e-4a2b-9c52-7a7a4f0e1d11\"");
    QCOMPARE(jsonSpan(*body, {"number"})->toByteArray(), "-1.5");
    QCOMPARE(jsonSpan(*body, {"extra_data", "emberwatch_job"})->toByteArray(), "\"m-1\"");
    QCOMPARE(jsonSpan(*body, {"extra_data", "extra_pnginfo", "emberwatch_job"})->toByteArray(), "\"m-1\"");
}

void TestSubmission::saysOnlyWhatItWasTold()
{
    QCOMPARE(submissionBody("{}", {}).value(), "{\"prompt\":{}}");
}

void TestSubmission::refusesWhatIsNoWorkflow_data()
{
    QTest::addColumn<QByteArray>("workflow");
    QTest::addColumn<QByteArray>("promptId");
    QTest::newRow("a list") << "[]"_ba << QByteArray();
    QTest::newRow("a cut one") << "{\"1\":"_ba << QByteArray();
    QTest::newRow("one that closes too early") << "{}},\"number\":{"_ba << QByteArray();
    QTest::newRow("an upper-case id") << "{}"_ba
                                      << "0E0A3B52-7F0E-4A2B-9C52-7A7A4F0E1D11"_ba;
    QTest::newRow("an id without hyphens") << "{}"_ba
                                           << "0e0a3b527f0e4a2b9c527a7a4f0e1d11"_ba;
    QTest::newRow("an empty id") << "{}"_ba
                                 << ""_ba;
}

void TestSubmission::refusesWhatIsNoWorkflow()
{
    QFETCH(QByteArray, workflow);
    QFETCH(QByteArray, promptId);
    SubmitOptions options;
    if (!promptId.isNull())
        options.promptId = PromptId(promptId);
    const Result<QByteArray> body = submissionBody(workflow, options);
    QVERIFY(!body);
    QCOMPARE(body.error().kind, Error::Kind::Invalid);
}

void TestSubmission::readsAcceptance()
{
    const Result<Submission> submission = read(200, R"({"prompt_id":"48b4","number":7,"node_errors":{}})");
    QVERIFY(submission);
    QCOMPARE(submission->outcome, Submission::Outcome::Accepted);
    QCOMPARE(submission->promptId, PromptId("48b4"));
    QCOMPARE(submission->number, 7.0);
    QVERIFY(submission->problems.isEmpty());
}

void TestSubmission::readsPartialAcceptance()
{
    const Result<Submission> submission = read(200, R"({"prompt_id":"48b4","number":7,"node_errors":{"4":
        {"errors":[{"type":"value_not_in_list","message":"Value not in list","details":"ckpt: x"}],"class_type":"L"}}})");
    QVERIFY(submission);
    QCOMPARE(submission->outcome, Submission::Outcome::Accepted);
    QCOMPARE(submission->problems.size(), 1);
    QCOMPARE(submission->problems[0],
        (NodeProblem{u"4"_s, u"L"_s, u"value_not_in_list"_s, u"Value not in list"_s, u"ckpt: x"_s}));
}

void TestSubmission::readsRefusals()
{
    const Result<Submission> submission = read(400, R"({"error":{"type":"prompt_outputs_failed_validation",
        "message":"Prompt outputs failed validation","details":"","extra_info":{}},"node_errors":{"1":{"errors":[
        {"type":"required_input_missing","message":"Required input is missing","details":"seed","extra_info":{}}],
        "dependent_outputs":["2"],"class_type":"KSampler"}}})");
    QVERIFY(submission);
    QCOMPARE(submission->outcome, Submission::Outcome::Refused);
    QCOMPARE(submission->message, u"Prompt outputs failed validation"_s);
    QCOMPARE(submission->problems.size(), 1);
    QCOMPARE(submission->problems[0].details, u"seed"_s);
}

void TestSubmission::readsOldRefusals()
{
    const Result<Submission> submission = read(400, R"({"error":"no prompt","node_errors":[]})");
    QVERIFY(submission);
    QCOMPARE(submission->outcome, Submission::Outcome::Refused);
    QCOMPARE(submission->message, u"no prompt"_s);
}

void TestSubmission::refusesOtherShapes()
{
    for (const QByteArray &body : {"[]"_ba, "{}"_ba, R"({"prompt_id":7})"_ba, R"({"prompt_id":""})"_ba}) {
        QVERIFY(!read(200, body));
        QVERIFY(!read(400, body));
    }
}

QTEST_GUILESS_MAIN(TestSubmission)
#include "tst_submission.moc"

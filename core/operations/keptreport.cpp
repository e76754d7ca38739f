// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/keptreport.h"

#include <QCoroFuture>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

qint64 number(Timestamp at)
{
    return at.time_since_epoch().count();
}

Timestamp moment(const QJsonValue &value)
{
    return Timestamp(std::chrono::milliseconds(value.toInteger()));
}

QString word(QByteArrayView text)
{
    return QString::fromLatin1(text);
}

QJsonObject objectOf(const RecoveredJob &job)
{
    QJsonObject object{{u"promptId"_s, QString::fromLatin1(job.promptId.value().toPercentEncoding())},
        {u"verdict"_s, word(wordOf(job.verdict))}, {u"action"_s, word(wordOf(job.action))},
        {u"outcome"_s, word(wordOf(job.outcome))}, {u"reason"_s, job.reason}};
    if (job.nextLook)
        object.insert(u"nextLook"_s, number(*job.nextLook));
    return object;
}

QJsonArray arrayOf(const QList<RecoveredJob> &jobs)
{
    QJsonArray array;
    for (const RecoveredJob &job : jobs)
        array.append(objectOf(job));
    return array;
}

std::optional<RecoveredJob> jobFrom(const QJsonObject &object)
{
    const auto verdict = verdictFromWord(object.value("verdict"_L1).toString().toLatin1());
    const auto action = actionFromWord(object.value("action"_L1).toString().toLatin1());
    const auto outcome = recoveryOutcomeFromWord(object.value("outcome"_L1).toString().toLatin1());
    if (!verdict || !action || !outcome)
        return std::nullopt;
    RecoveredJob job;
    job.promptId
        = PromptId(QByteArray::fromPercentEncoding(object.value("promptId"_L1).toString().toLatin1()));
    job.verdict = *verdict;
    job.action = *action;
    job.outcome = *outcome;
    job.reason = object.value("reason"_L1).toString();
    if (object.contains("nextLook"_L1))
        job.nextLook = moment(object.value("nextLook"_L1));
    return job;
}

Result<QList<RecoveredJob>> jobsFrom(const QJsonValue &value)
{
    QList<RecoveredJob> jobs;
    for (const auto &element : value.toArray()) {
        const std::optional<RecoveredJob> job = jobFrom(element.toObject());
        if (!job)
            return failure(
                Error::Kind::Parse, u"the kept report has a word that this version does not know"_s);
        jobs.append(*job);
    }
    return jobs;
}

} // namespace

QString reportKindOf(PlanScope scope)
{
    switch (scope) {
    case PlanScope::Recover:
        return u"recovery"_s;
    case PlanScope::Clean:
        return u"cleaning"_s;
    case PlanScope::Reconcile:
        return u"reconciliation"_s;
    }
    return {};
}

QByteArray keptReportJson(const RecoveryReport &report)
{
    QJsonObject object{{u"scope"_s, word(wordOf(report.scope))}, {u"startedAt"_s, number(report.startedAt)},
        {u"finishedAt"_s, number(report.finishedAt)}, {u"jobs"_s, arrayOf(report.jobs)},
        {u"beside"_s, arrayOf(report.beside)}};
    if (!report.reason.isEmpty())
        object.insert(u"reason"_s, report.reason);
    if (!report.batch.isEmpty())
        object.insert(u"batch"_s, QString::fromLatin1(report.batch));
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<RecoveryReport> keptReportFrom(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return failure(Error::Kind::Parse, u"the kept report is no JSON object"_s);
    const QJsonObject object = document.object();
    const Result<QList<RecoveredJob>> jobs = jobsFrom(object.value("jobs"_L1));
    const Result<QList<RecoveredJob>> beside = jobsFrom(object.value("beside"_L1));
    if (!jobs || !beside)
        return tl::make_unexpected(!jobs ? jobs.error() : beside.error());
    // A report of an earlier version is a recovery's.
    const auto scope = planScopeFromWord(object.value("scope"_L1).toString().toLatin1());
    return RecoveryReport{scope.value_or(PlanScope::Recover), moment(object.value("startedAt"_L1)),
        moment(object.value("finishedAt"_L1)), *jobs, *beside, object.value("reason"_L1).toString(),
        object.value("batch"_L1).toString().toLatin1()};
}

QCoro::Task<Result<std::optional<RecoveryReport>>> lastReportOf(
    Journal *journal, QString environment, PlanScope scope)
{
    const QFuture<Result<std::optional<JournalReport>>> reading
        = journal->lastReport(environment, reportKindOf(scope));
    const Result<std::optional<JournalReport>> kept = co_await reading;
    if (!kept)
        co_return tl::make_unexpected(kept.error());
    if (!*kept)
        co_return std::optional<RecoveryReport>();
    const Result<RecoveryReport> report = keptReportFrom((*kept)->json);
    if (!report)
        co_return tl::make_unexpected(report.error());
    co_return std::optional(*report);
}

} // namespace emberwatch

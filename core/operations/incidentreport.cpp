// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/incidentreport.h"

#include "core/jobs/jobdocument.h"
#include "core/operations/entryreason.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString userIn(const JournalEntry &entry)
{
    JobParser parser;
    for (const std::optional<QByteArray> &value : {entry.before.value, entry.after.value}) {
        if (!value)
            continue;
        const JobFields &fields = parser.parse(*value);
        if (fields.unreadable == Unreadable::No && !fields.userId.isEmpty())
            return QString::fromUtf8(fields.userId);
    }
    // A job that is submitted has no state yet.
    return QJsonDocument::fromJson(entry.evidence).object().value("userId"_L1).toString();
}

/// Nothing was done about a job with such an outcome.
bool isLeft(const QString &outcome)
{
    static const QSet<QString> words{u"leftAlone"_s, u"skipped"_s, u"unverifiable"_s, u"failed"_s};
    return words.contains(outcome);
}

void takeJob(IncidentLook &look, const QJsonObject &job)
{
    const QString outcome = job.value("outcome"_L1).toString();
    const QString verdict = job.value("verdict"_L1).toString();
    ++look.found;
    ++look.outcomes[outcome];
    ++look.verdicts[verdict];
    if (!isLeft(outcome))
        return;
    const QByteArray id = QByteArray::fromPercentEncoding(job.value("promptId"_L1).toString().toLatin1());
    look.left.append({PromptId(id), {}, verdict, outcome, job.value("reason"_L1).toString(), look.at});
}

enum class Came : quint8
{
    Done,
    Left,
    Unknown,
    Failed,
    Unfinished
};

Came cameTo(const IncidentAction &action)
{
    if (action.outcome.isEmpty())
        return Came::Unfinished;
    if (action.outcome == "done"_L1)
        return Came::Done;
    if (action.outcome == "unknown"_L1)
        return Came::Unknown;
    return action.outcome == "failed"_L1 ? Came::Failed : Came::Left;
}

void count(ActionCount &counts, const IncidentAction &action)
{
    switch (cameTo(action)) {
    case Came::Done:
        ++(action.isTakenBack ? counts.takenBack : counts.done);
        break;
    case Came::Left:
        ++counts.left;
        break;
    case Came::Unknown:
        ++counts.unknown;
        break;
    case Came::Failed:
        ++counts.failed;
        break;
    case Came::Unfinished:
        ++counts.unfinished;
        break;
    }
}

QList<ActionCount> countsOf(const QList<IncidentAction> &actions)
{
    QMap<QString, ActionCount> byAction;
    for (const IncidentAction &action : actions) {
        ActionCount &counts = byAction[action.action];
        counts.action = action.action;
        count(counts, action);
    }
    QList<ActionCount> sorted = byAction.values();
    std::stable_sort(sorted.begin(), sorted.end(),
        [](const ActionCount &a, const ActionCount &b) { return a.sum() > b.sum(); });
    return sorted;
}

QList<OperatorCount> operatorsOf(const QList<IncidentAction> &actions)
{
    QMap<QStringList, OperatorCount> byActor;
    for (const IncidentAction &action : actions) {
        const Actor &actor = action.actor;
        OperatorCount &counts = byActor[{actor.operatorName, actor.host, actor.program}];
        counts.actor = actor;
        ++counts.entries;
        counts.done += action.outcome == "done"_L1 ? 1 : 0;
    }
    QList<OperatorCount> sorted = byActor.values();
    std::stable_sort(sorted.begin(), sorted.end(),
        [](const OperatorCount &a, const OperatorCount &b) { return a.entries > b.entries; });
    return sorted;
}

/// When something was last done to each job.
QHash<PromptId, Timestamp> lastDone(const QList<IncidentAction> &actions)
{
    QHash<PromptId, Timestamp> last;
    for (const IncidentAction &action : actions) {
        if (action.outcome == "done"_L1 && !action.isTakenBack && !action.undoes)
            last[action.promptId] = std::max(last.value(action.promptId), action.at);
    }
    return last;
}

/// By the last look that names each, if nothing was done since.
QList<LeftJob> leftOf(const QList<IncidentLook> &looks, const QList<IncidentAction> &actions)
{
    QHash<PromptId, qsizetype> places;
    QList<LeftJob> latest;
    for (const IncidentLook &look : looks) {
        for (const LeftJob &job : look.left) {
            const auto place = places.constFind(job.promptId);
            if (place != places.constEnd()) {
                latest[*place] = job;
                continue;
            }
            places.insert(job.promptId, latest.size());
            latest.append(job);
        }
    }
    const QHash<PromptId, Timestamp> done = lastDone(actions);
    QList<LeftJob> left;
    for (const LeftJob &job : std::as_const(latest)) {
        const auto since = done.constFind(job.promptId);
        if (since == done.constEnd() || *since < job.at)
            left.append(job);
    }
    return left;
}

void nameUsers(QList<IncidentAction> &actions, QList<LeftJob> &left, QHash<PromptId, QString> users)
{
    // What one entry knows of a job holds for all of them.
    for (const IncidentAction &action : std::as_const(actions)) {
        if (!action.userId.isEmpty())
            users.insert(action.promptId, action.userId);
    }
    for (IncidentAction &action : actions)
        action.userId = users.value(action.promptId);
    for (LeftJob &job : left)
        job.userId = users.value(job.promptId);
}

void countUsers(IncidentReport &report)
{
    QHash<PromptId, QString> jobs;
    for (const IncidentAction &action : std::as_const(report.actions)) {
        if (!action.promptId.value().isEmpty())
            jobs.insert(action.promptId, action.userId);
    }
    for (const LeftJob &job : std::as_const(report.left))
        jobs.insert(job.promptId, job.userId);
    QMap<QString, int> byUser;
    for (const QString &user : std::as_const(jobs)) {
        if (!user.isEmpty())
            ++byUser[user];
    }
    for (auto user = byUser.begin(); user != byUser.end(); ++user)
        report.users.append({user.key(), user.value()});
    std::stable_sort(report.users.begin(), report.users.end(),
        [](const AffectedUser &a, const AffectedUser &b) { return a.jobs > b.jobs; });
    report.jobs = static_cast<int>(jobs.size());
    report.jobsWithoutUser = static_cast<int>(jobs.values().count(QString()));
}

/// An operation of our own journal is told by its entry, which knows more.
void dropToldTwice(QList<IncidentAction> &actions)
{
    QSet<OperationId> ours;
    for (const IncidentAction &action : std::as_const(actions)) {
        if (!action.isAudited())
            ours.insert(action.op);
    }
    actions.removeIf(
        [&](const IncidentAction &action) { return action.isAudited() && ours.contains(action.op); });
}

QStringList environmentsOf(const IncidentReport &report)
{
    QSet<QString> names;
    for (const IncidentAction &action : report.actions)
        names.insert(action.environment);
    for (const IncidentLook &look : report.looks)
        names.insert(look.environment);
    QStringList sorted = names.values();
    sorted.sort();
    return sorted;
}

bool isEarlierLook(const IncidentLook &a, const IncidentLook &b)
{
    return a.at < b.at;
}

/// What was begun at once has the order of its numbers.
bool isEarlier(const IncidentAction &a, const IncidentAction &b)
{
    return a.at != b.at ? a.at < b.at : a.entry.value() < b.entry.value();
}

} // namespace

IncidentAction incidentActionOf(const JournalLine &line)
{
    const JournalEntry &entry = line.entry;
    IncidentAction action;
    action.entry = entry.id;
    action.op = entry.op;
    action.undoes = entry.undoes;
    action.batch = entry.batch;
    action.at = entry.at;
    action.action = entry.action;
    action.promptId = entry.promptId;
    action.userId = userIn(entry);
    action.actor = entry.actor;
    action.environment = entry.environment;
    action.verdict = entry.verdict;
    action.sentence = entry.sentence;
    action.reason = reasonBeside(entry);
    if (line.outcome) {
        action.outcome = line.outcome->word;
        action.outcomeText = line.outcome->text;
    }
    return action;
}

IncidentLook incidentLookOf(const JournalReport &report)
{
    IncidentLook look;
    look.at = report.at;
    look.kind = report.kind;
    look.environment = report.environment;
    const QJsonDocument document = QJsonDocument::fromJson(report.json);
    look.isReadable = document.isObject();
    const QJsonObject object = document.object();
    look.reason = object.value("reason"_L1).toString();
    const QJsonArray jobs = object.value("jobs"_L1).toArray();
    for (const auto &job : jobs)
        takeJob(look, job.toObject());
    return look;
}

IncidentReport incidentReportOf(IncidentMaterial material)
{
    IncidentReport report;
    report.from = material.from;
    report.to = material.to;
    report.madeAt = material.madeAt;
    report.records = material.records;
    report.recordsTrouble = material.recordsTrouble;
    report.isComplete = material.isComplete;
    report.looks = std::move(material.looks);
    report.actions = std::move(material.actions);
    dropToldTwice(report.actions);
    for (IncidentAction &action : report.actions)
        action.isTakenBack = material.takenBackOps.contains(action.op)
            || (!action.isAudited() && material.takenBack.contains(action.entry));
    std::stable_sort(report.looks.begin(), report.looks.end(), isEarlierLook);
    std::stable_sort(report.actions.begin(), report.actions.end(), isEarlier);
    report.left = leftOf(report.looks, report.actions);
    nameUsers(report.actions, report.left, material.users);
    report.counts = countsOf(report.actions);
    report.operators = operatorsOf(report.actions);
    report.environments = environmentsOf(report);
    countUsers(report);
    return report;
}

} // namespace emberwatch

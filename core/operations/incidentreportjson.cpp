// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/incidentdocument.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Records = IncidentMaterial::Records;

namespace {

qint64 number(Timestamp moment)
{
    return moment.time_since_epoch().count();
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

void addId(QJsonObject &object, const PromptId &id)
{
    object.insert(u"promptId"_s, orNull(QString::fromUtf8(id.value())));
    if (!id.value().isValidUtf8())
        object.insert(u"keyHex"_s, QString::fromLatin1(id.value().toHex()));
}

QJsonObject objectOf(const IncidentAction &action)
{
    QJsonObject object{{u"entry"_s, action.isAudited() ? QJsonValue() : QJsonValue(action.entry.value())},
        {u"op"_s, QString::fromUtf8(action.op.value())},
        {u"undoes"_s, action.undoes ? QJsonValue(QString::fromUtf8(action.undoes->value())) : QJsonValue()},
        {u"batch"_s, QString::fromUtf8(action.batch.value())}, {u"at"_s, number(action.at)},
        {u"action"_s, action.action}, {u"userId"_s, orNull(action.userId)},
        {u"operator"_s, action.actor.operatorName}, {u"host"_s, action.actor.host},
        {u"program"_s, action.actor.program}, {u"environment"_s, action.environment},
        {u"verdict"_s, action.verdict}, {u"sentence"_s, action.sentence},
        {u"reason"_s, orNull(action.reason)}, {u"outcome"_s, orNull(action.outcome)},
        {u"text"_s, orNull(action.outcomeText)}, {u"takenBack"_s, action.isTakenBack}};
    addId(object, action.promptId);
    return object;
}

QJsonObject objectOf(const ActionCount &count)
{
    return {{u"action"_s, count.action}, {u"done"_s, count.done}, {u"takenBack"_s, count.takenBack},
        {u"left"_s, count.left}, {u"unknown"_s, count.unknown}, {u"failed"_s, count.failed},
        {u"unfinished"_s, count.unfinished}};
}

QJsonObject objectOf(const OperatorCount &count)
{
    return {{u"operator"_s, count.actor.operatorName}, {u"host"_s, count.actor.host},
        {u"program"_s, count.actor.program}, {u"entries"_s, count.entries}, {u"done"_s, count.done}};
}

QJsonObject objectOf(const AffectedUser &user)
{
    return {{u"userId"_s, user.userId}, {u"jobs"_s, user.jobs}};
}

QJsonObject objectOf(const LeftJob &job)
{
    QJsonObject object{{u"userId"_s, orNull(job.userId)}, {u"verdict"_s, job.verdict},
        {u"outcome"_s, job.outcome}, {u"reason"_s, job.reason}, {u"at"_s, number(job.at)}};
    addId(object, job.promptId);
    return object;
}

QJsonObject objectOf(const QMap<QString, int> &counts)
{
    QJsonObject object;
    for (auto count = counts.begin(); count != counts.end(); ++count)
        object.insert(count.key(), count.value());
    return object;
}

QJsonObject objectOf(const IncidentLook &look)
{
    return {{u"at"_s, number(look.at)}, {u"kind"_s, look.kind}, {u"environment"_s, look.environment},
        {u"reason"_s, orNull(look.reason)},
        {u"found"_s, look.isReadable ? QJsonValue(look.found) : QJsonValue()},
        {u"outcomes"_s, objectOf(look.outcomes)}, {u"verdicts"_s, objectOf(look.verdicts)}};
}

template <typename T> QJsonArray arrayOf(const QList<T> &items)
{
    QJsonArray array;
    for (const T &item : items)
        array.append(objectOf(item));
    return array;
}

QString wordOf(Records records)
{
    switch (records) {
    case Records::Asked:
        return u"asked"_s;
    case Records::NoAnswer:
        return u"no-answer"_s;
    case Records::NotAsked:
        break;
    }
    return u"not-asked"_s;
}

} // namespace

QByteArray incidentReportJson(const IncidentReport &report)
{
    const QJsonObject object{{u"from"_s, number(report.from)}, {u"to"_s, number(report.to)},
        {u"madeAt"_s, number(report.madeAt)},
        {u"environments"_s, QJsonArray::fromStringList(report.environments)},
        {u"records"_s, wordOf(report.records)}, {u"recordsError"_s, orNull(report.recordsTrouble)},
        {u"complete"_s, report.isComplete}, {u"looks"_s, arrayOf(report.looks)},
        {u"counts"_s, arrayOf(report.counts)}, {u"actions"_s, arrayOf(report.actions)},
        {u"left"_s, arrayOf(report.left)}, {u"operators"_s, arrayOf(report.operators)},
        {u"users"_s, arrayOf(report.users)}, {u"jobs"_s, report.jobs},
        {u"jobsWithoutUser"_s, report.jobsWithoutUser}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace emberwatch

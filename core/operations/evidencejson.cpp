// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/evidencejson.h"

#include "core/base/timetext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QJsonObject objectOf(const EvidenceLine &line)
{
    QJsonObject object{{u"source"_s, QString::fromLatin1(wordOf(line.source))}, {u"value"_s, line.value}};
    if (line.at != Timestamp())
        object.insert(u"at"_s, isoText(line.at));
    if (!line.request.isEmpty())
        object.insert(u"request"_s, line.request);
    if (!line.detail.isEmpty())
        object.insert(u"detail"_s, line.detail);
    return object;
}

QJsonObject objectOf(const AppliedLimit &applied)
{
    QJsonObject object{{u"name"_s, applied.name},
        {u"limitMs"_s, static_cast<qint64>(applied.limit.value.count())},
        {u"setBy"_s, originText(applied.limit)}};
    if (applied.measured)
        object.insert(u"measuredMs"_s, static_cast<qint64>(applied.measured->count()));
    return object;
}

} // namespace

QByteArray evidenceJson(const JudgedJob &job, const Policy &policy)
{
    return evidenceJson(evidenceLinesOf(job.evidence), limitsOf(job.evidence, job.judgement, policy));
}

QByteArray evidenceJson(const QList<EvidenceLine> &lines, const QList<AppliedLimit> &limits)
{
    QJsonArray lineObjects;
    for (const EvidenceLine &line : lines)
        lineObjects.append(objectOf(line));
    QJsonArray limitObjects;
    for (const AppliedLimit &limit : limits)
        limitObjects.append(objectOf(limit));
    return QJsonDocument(QJsonObject{{u"lines"_s, lineObjects}, {u"limits"_s, limitObjects}})
        .toJson(QJsonDocument::Compact);
}

} // namespace emberwatch

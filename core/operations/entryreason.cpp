// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/entryreason.h"

#include "core/jobs/jsontext.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QByteArray memberOf(const QString &reason)
{
    return "\"reason\":" + jsonString(reason.toUtf8());
}

} // namespace

QByteArray withReason(const QByteArray &evidence, const QString &reason)
{
    if (reason.isEmpty())
        return evidence;
    const QByteArray member = memberOf(reason) + '}';
    if (!evidence.endsWith('}'))
        return '{' + member;
    const QByteArray open = evidence.chopped(1);
    return open + (open.endsWith('{') ? QByteArray() : QByteArray(",")) + member;
}

QByteArray withoutReason(const QByteArray &evidence)
{
    const QString reason = reasonIn(evidence);
    const QByteArray member = memberOf(reason);
    // Lists of a server, which may have such a member, stand behind ours.
    const qsizetype at = evidence.indexOf(member);
    if (reason.isEmpty() || at < 1)
        return evidence;
    QByteArray before = evidence.first(at);
    QByteArray after = evidence.sliced(at + member.size());
    if (before.endsWith(','))
        before.chop(1);
    else if (after.startsWith(','))
        after.remove(0, 1);
    return before + after;
}

QString reasonIn(const QByteArray &evidence)
{
    // Few entries have one, and evidence may be long.
    if (!evidence.contains("\"reason\""))
        return {};
    return QJsonDocument::fromJson(evidence).object().value("reason"_L1).toString();
}

QString reasonBeside(const JournalEntry &entry)
{
    const QString reason = reasonIn(entry.evidence);
    return entry.sentence.endsWith(reason) ? QString() : reason;
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/alert.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/jobs/jsontext.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QByteArray text(const QString &value)
{
    return jsonString(value.toUtf8());
}

QByteArray time(Timestamp at)
{
    return text(isoText(at));
}

QByteArray list(const QStringList &texts)
{
    QByteArrayList parts;
    for (const QString &one : texts)
        parts += text(one);
    return '[' + parts.join(',') + ']';
}

} // namespace

QByteArrayView wordOf(AlertKind kind)
{
    switch (kind) {
    case AlertKind::RecoveryFailed:
        return "recovery-failed";
    case AlertKind::JobLost:
        return "job-lost";
    case AlertKind::RedisUnreachable:
        return "redis-unreachable";
    case AlertKind::RecoveryIncomplete:
        return "recovery-incomplete";
    case AlertKind::Test:
        return "test";
    }
    return {};
}

QString titleOf(AlertKind kind)
{
    switch (kind) {
    case AlertKind::RecoveryFailed:
        return u"Recovery failed"_s;
    case AlertKind::JobLost:
        return u"Jobs lost"_s;
    case AlertKind::RedisUnreachable:
        return u"Redis cannot be reached"_s;
    case AlertKind::RecoveryIncomplete:
        return u"Recovery not completed"_s;
    case AlertKind::Test:
        return u"Test"_s;
    }
    return {};
}

QString groupText(const AlertGroup &group)
{
    const QString more = group.count > group.texts.size() ? u"; ..."_s : QString();
    const QString all = titleOf(group.kind) + u" ("_s + QString::number(group.count) + u"): "_s
        + group.texts.join(u"; "_s) + more;
    return displayText(all.toUtf8());
}

QByteArray groupJson(const AlertGroup &group, const QString &environment)
{
    return "{\"source\":\"emberwatch\",\"environment\":" + text(environment)
        + ",\"kind\":" + jsonString(wordOf(group.kind)) + ",\"title\":" + text(titleOf(group.kind))
        + ",\"count\":" + QByteArray::number(group.count) + ",\"first\":" + time(group.first)
        + ",\"last\":" + time(group.last) + ",\"texts\":" + list(group.texts) + '}';
}

} // namespace emberwatch

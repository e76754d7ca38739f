// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/recoveryreportjson.h"

#include "core/base/utf8.h"
#include "core/jobs/jsontext.h"

#include <initializer_list>
#include <utility>

namespace emberwatch {

namespace {

QByteArray asUtf8(const QByteArray &bytes)
{
    QByteArray text;
    text.reserve(bytes.size());
    const char *at = bytes.constData();
    const char *end = at + bytes.size();
    while (at < end) {
        const Utf8Char character = decodeUtf8(at, end);
        text += character.isValid ? QByteArray(at, character.length) : QByteArray("\xEF\xBF\xBD");
        at += character.length;
    }
    return text;
}

QByteArray textMembers(std::initializer_list<std::pair<QByteArrayView, QByteArray>> members)
{
    QByteArray json = "{";
    for (const auto &[name, value] : members) {
        if (json.size() > 1)
            json += ',';
        json += jsonString(name) + ':' + jsonString(value);
    }
    return json + '}';
}

QByteArray jobJson(const RecoveredJob &job)
{
    return textMembers({
        {"promptId", asUtf8(job.promptId.value())},
        {"verdict", wordOf(job.verdict).toByteArray()},
        {"action", wordOf(job.action).toByteArray()},
        {"outcome", wordOf(job.outcome).toByteArray()},
        {"reason", job.reason.toUtf8()},
    });
}

} // namespace

QByteArray recoveryReportJson(const RecoveryReport &report)
{
    const RecoveryCounts counts = countsOf(report);
    const bool isRecovery = report.scope == PlanScope::Recover;
    QByteArray json = "{";
    if (!isRecovery)
        json += "\"scope\":" + jsonString(wordOf(report.scope)) + ',';
    if (!report.reason.isEmpty())
        json += "\"reason\":" + jsonString(report.reason.toUtf8()) + ',';
    json += "\"found\":" + QByteArray::number(counts.found);
    QList<RecoveryOutcome> outcomes{RecoveryOutcome::Resumed, RecoveryOutcome::SettledCompleted,
        RecoveryOutcome::SettledFailed, RecoveryOutcome::LeftAlone, RecoveryOutcome::Skipped,
        RecoveryOutcome::Unverifiable, RecoveryOutcome::Failed};
    if (!isRecovery)
        outcomes += {RecoveryOutcome::Cleaned, RecoveryOutcome::Cancelled, RecoveryOutcome::Nothing};
    for (const RecoveryOutcome outcome : outcomes)
        json += ',' + jsonString(wordOf(outcome)) + ':' + QByteArray::number(counts.of(outcome));
    json += ",\"jobs\":[";
    bool isFirst = true;
    for (const RecoveredJob &job : report.jobs) {
        if (!std::exchange(isFirst, false))
            json += ',';
        json += jobJson(job);
    }
    return json + "]}";
}

} // namespace emberwatch

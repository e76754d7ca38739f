// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/analyticsevent.h"

#include "core/base/timetext.h"
#include "core/jobs/jsontext.h"

#include <QUuid>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString idText(const PromptId &id)
{
    return QString::fromUtf8(id.value());
}

AnalyticsEvent eventOf(const QByteArray &name, const QString &userId, Timestamp at,
    const QList<AnalyticsEvent::Property> &properties)
{
    return {name, userId.isEmpty() ? u"emberwatch"_s : userId, at, properties,
        QUuid::createUuid().toByteArray(QUuid::WithoutBraces)};
}

QByteArray valueJson(const std::variant<qint64, QString> &value)
{
    if (const qint64 *number = std::get_if<qint64>(&value))
        return QByteArray::number(*number);
    return jsonString(std::get<QString>(value).toUtf8());
}

QByteArray timeJson(Timestamp at)
{
    return jsonString(isoText(at).toLatin1());
}

} // namespace

AnalyticsEvent jobStateSaved(const PromptId &id, const QString &type, const QString &userId, Timestamp at)
{
    return eventOf("comfyui_job_state_saved", userId, at,
        {{"promptId", idText(id)}, {"jobType", type}, {"userId", userId}});
}

AnalyticsEvent jobRecovered(const PromptId &id, const QString &userId, std::chrono::milliseconds age,
    std::chrono::milliseconds recoveryTime, Timestamp at)
{
    const qint64 seconds = std::chrono::duration_cast<std::chrono::seconds>(age).count();
    return eventOf("comfyui_job_recovered", userId, at,
        {{"promptId", idText(id)}, {"jobAge", seconds},
            {"recoveryTime", static_cast<qint64>(recoveryTime.count())}});
}

AnalyticsEvent jobRecoveryFailed(
    const PromptId &id, const QString &userId, const QString &reason, Timestamp at)
{
    return eventOf("comfyui_job_recovery_failed", userId, at, {{"promptId", idText(id)}, {"reason", reason}});
}

QByteArray eventJson(const AnalyticsEvent &event)
{
    QByteArray json = "{\"event\":" + jsonString(event.name)
        + ",\"properties\":{\"distinct_id\":" + jsonString(event.distinctId.toUtf8());
    for (const AnalyticsEvent::Property &property : event.properties)
        json += ',' + jsonString(property.name) + ':' + valueJson(property.value);
    return json + "},\"timestamp\":" + timeJson(event.at) + ",\"uuid\":" + jsonString(event.uuid) + '}';
}

} // namespace emberwatch

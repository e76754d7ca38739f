// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/base/timestamp.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <variant>

namespace emberwatch {

/// Something that happened to a job, for product analytics.
struct AnalyticsEvent
{
    struct Property
    {
        QByteArray name;
        std::variant<qint64, QString> value;
        bool operator==(const Property &) const = default;
    };
    QByteArray name; ///< "comfyui_job_recovered"
    QString distinctId; ///< the user; "emberwatch" where there is none
    Timestamp at; ///< our clock
    QList<Property> properties;
    QByteArray uuid; ///< the same after a retry: the receiver counts it once
    bool operator==(const AnalyticsEvent &) const = default;
};

/// Once a job, at its first save: comfyui_job_state_saved {promptId, jobType, userId}.
[[nodiscard]] AnalyticsEvent jobStateSaved(
    const PromptId &id, const QString &type, const QString &userId, Timestamp at);
/// Resumed, or settled as completed: comfyui_job_recovered {promptId, jobAge (seconds), recoveryTime
/// (milliseconds)}.
[[nodiscard]] AnalyticsEvent jobRecovered(const PromptId &id, const QString &userId,
    std::chrono::milliseconds age, std::chrono::milliseconds recoveryTime, Timestamp at);
/// Settled as failed, or the procedure itself failed: comfyui_job_recovery_failed {promptId, reason}.
[[nodiscard]] AnalyticsEvent jobRecoveryFailed(
    const PromptId &id, const QString &userId, const QString &reason, Timestamp at);

/// One line, an element of PostHog's batch: {"event", "properties": {"distinct_id", ...}, "timestamp",
/// "uuid"}.
[[nodiscard]] QByteArray eventJson(const AnalyticsEvent &event);

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/telemetry/analyticsevent.h"

#include <QString>
#include <QUrl>

#include <memory>

namespace emberwatch {

/// Where analytics events go. record() returns at once and never fails: nobody's work waits for analytics.
class AnalyticsSink
{
public:
    AnalyticsSink() = default;
    virtual ~AnalyticsSink() = default;
    Q_DISABLE_COPY_MOVE(AnalyticsSink)
    virtual void record(const AnalyticsEvent &event) = 0;
};

struct AnalyticsOptions
{
    QUrl host; ///< POSTHOG_HOST
    Secret apiKey; ///< POSTHOG_API_KEY
    QString file; ///< JSON lines instead; empty: none
    QString queueFolder; ///< where events wait that could not be sent yet
};

/// POSTHOG_HOST and POSTHOG_API_KEY of the environment.
[[nodiscard]] AnalyticsOptions analyticsFromEnvironment();

/// A file where one is named; else PostHog where there are host and key; else nothing is kept or sent.
[[nodiscard]] std::unique_ptr<AnalyticsSink> makeAnalyticsSink(const AnalyticsOptions &options);

} // namespace emberwatch

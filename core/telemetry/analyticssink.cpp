// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/analyticssink.h"

#include "core/telemetry/jsonlinessink.h"
#include "core/telemetry/posthogsink.h"

#include <QLoggingCategory>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logAnalytics, "emberwatch.analytics", QtInfoMsg)

class NoSink : public AnalyticsSink
{
public:
    void record(const AnalyticsEvent &) override { }
};

bool isUsable(const QUrl &host)
{
    return host.isValid() && !host.host().isEmpty() && host.userInfo().isEmpty()
        && (host.scheme() == u"https"_s || host.scheme() == u"http"_s);
}

} // namespace

AnalyticsOptions analyticsFromEnvironment()
{
    AnalyticsOptions options;
    options.host = QUrl(qEnvironmentVariable("POSTHOG_HOST"), QUrl::StrictMode);
    options.apiKey = Secret(qgetenv("POSTHOG_API_KEY"));
    return options;
}

std::unique_ptr<AnalyticsSink> makeAnalyticsSink(const AnalyticsOptions &options)
{
    if (!options.file.isEmpty())
        return std::make_unique<JsonLinesSink>(options.file);
    if (options.apiKey.isEmpty())
        return std::make_unique<NoSink>();
    if (!isUsable(options.host)) {
        qCWarning(logAnalytics,
            "there is an API key, but POSTHOG_HOST is no http or https address: no events are sent");
        return std::make_unique<NoSink>();
    }
    PostHogOptions postHog;
    postHog.host = options.host;
    postHog.apiKey = options.apiKey;
    postHog.queueFolder = options.queueFolder;
    return std::make_unique<PostHogSink>(postHog);
}

} // namespace emberwatch

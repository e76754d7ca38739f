// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/backoff.h"
#include "core/telemetry/analyticssink.h"
#include "core/telemetry/eventqueue.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace emberwatch {

struct PostHogOptions
{
    QUrl host; ///< https://eu.posthog.example; the path /batch/ is added
    Secret apiKey;
    QString queueFolder; ///< empty: events wait in memory
    qsizetype queueAtMost = 10'000;
    qsizetype batchAtMost = 100;
    std::chrono::milliseconds gatherTime{500}; ///< after the first event of a batch
    std::chrono::milliseconds timeout{10'000};
    std::chrono::milliseconds firstRetry{1'000};
    std::chrono::milliseconds lastRetry{300'000};
};

/// Sends events in PostHog's batch format, one request at a time, in order.
///
/// What is not taken (no connection, time-out, 408, 429, 5xx, a redirect) is sent again after a back-off with
/// jitter; a batch that is called wrong (other 4xx) is dropped and logged; a key that is refused (401, 403)
/// stops sending until the next start, while events wait. Events that are left wait on disk for the next one.
/// Source: PostHog API reference, /batch.
class PostHogSink : public QObject, public AnalyticsSink
{
    Q_OBJECT
public:
    explicit PostHogSink(const PostHogOptions &options, QObject *parent = nullptr);
    ~PostHogSink() override;

    void record(const AnalyticsEvent &event) override;
    [[nodiscard]] qsizetype waiting() const { return m_queue.size(); }
    /// The key was refused: nothing more is sent by this object.
    [[nodiscard]] bool isRefused() const { return m_isRefused; }

Q_SIGNALS:
    /// Everything has been sent.
    void drained();

private:
    enum class Verdict
    {
        Taken,
        Again,
        Wrong,
        Refused
    };

    void send();
    void onFinished(QNetworkReply *reply, qsizetype count);
    [[nodiscard]] QByteArray batchOf(const QList<QByteArray> &events) const;
    [[nodiscard]] static Verdict verdictOf(QNetworkReply *reply);

    const PostHogOptions m_options;
    EventQueue m_queue;
    QNetworkAccessManager m_network;
    QTimer m_timer;
    Backoff m_backoff;
    QNetworkReply *m_reply = nullptr;
    bool m_isRefused = false;
};

} // namespace emberwatch

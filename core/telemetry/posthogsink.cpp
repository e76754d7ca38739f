// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/posthogsink.h"

#include "core/jobs/jsontext.h"
#include "core/telemetry/jsonpost.h"

#include <QLoggingCategory>

#include <algorithm>
#include <utility>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logAnalytics, "emberwatch.analytics", QtInfoMsg)

QUrl batchUrl(QUrl host)
{
    QString path = host.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    host.setPath(path + u"/batch/"_s);
    return host;
}

} // namespace

PostHogSink::PostHogSink(const PostHogOptions &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_queue(options.queueFolder, options.queueAtMost)
    , m_network(this)
    , m_timer(this)
    , m_backoff(options.firstRetry, options.lastRetry)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PostHogSink::send);
    if (m_queue.size() > 0)
        m_timer.start(m_options.gatherTime);
}

PostHogSink::~PostHogSink()
{
    if (m_reply != nullptr)
        m_reply->disconnect(this); // its batch stays in the queue
}

void PostHogSink::record(const AnalyticsEvent &event)
{
    m_queue.append(eventJson(event));
    if (!m_isRefused && m_reply == nullptr && !m_timer.isActive())
        m_timer.start(m_options.gatherTime);
}

QByteArray PostHogSink::batchOf(const QList<QByteArray> &events) const
{
    return "{\"api_key\":" + jsonString(m_options.apiKey.reveal()) + ",\"batch\":[" + events.join(',') + "]}";
}

void PostHogSink::send()
{
    const QList<QByteArray> events = m_queue.front(m_options.batchAtMost);
    if (events.isEmpty() || m_reply != nullptr)
        return;
    m_reply = m_network.post(jsonPost(batchUrl(m_options.host), m_options.timeout), batchOf(events));
    connect(m_reply, &QNetworkReply::finished, this,
        [this, reply = m_reply, count = events.size(), dropped = m_queue.dropped()] {
            // Events that were dropped meanwhile were the oldest: those of this batch.
            const qint64 gone = m_queue.dropped() - dropped;
            onFinished(reply, count - std::min<qint64>(count, gone));
        });
}

PostHogSink::Verdict PostHogSink::verdictOf(QNetworkReply *reply)
{
    const int status = httpStatusOf(reply);
    if (status >= 200 && status < 300)
        return reply->error() == QNetworkReply::NoError ? Verdict::Taken : Verdict::Again;
    if (status == 401 || status == 403)
        return Verdict::Refused;
    const bool isWrong = status >= 400 && status < 500 && status != 408 && status != 429;
    return isWrong ? Verdict::Wrong : Verdict::Again;
}

void PostHogSink::onFinished(QNetworkReply *reply, qsizetype count)
{
    reply->deleteLater();
    m_reply = nullptr;
    const QString what = reply->errorString();
    switch (verdictOf(reply)) {
    case Verdict::Taken:
        m_queue.removeFront(count);
        m_backoff.reset();
        break;
    case Verdict::Wrong:
        qCWarning(logAnalytics, "%lld events were refused and are dropped: %s", static_cast<long long>(count),
            qPrintable(what));
        m_queue.removeFront(count);
        break;
    case Verdict::Refused:
        qCWarning(logAnalytics, "the API key was refused, no more events are sent: %s", qPrintable(what));
        m_isRefused = true;
        return;
    case Verdict::Again:
        qCInfo(logAnalytics, "events are sent again later: %s", qPrintable(what));
        m_timer.start(m_backoff.next());
        return;
    }
    if (m_queue.size() > 0)
        m_timer.start(0);
    else
        Q_EMIT drained();
}

} // namespace emberwatch

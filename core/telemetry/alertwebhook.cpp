// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/alertwebhook.h"

#include "core/telemetry/jsonpost.h"

#include <QLoggingCategory>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logAlerts, "emberwatch.alerts", QtInfoMsg)

Error errorOf(const QNetworkReply *reply)
{
    const int status = httpStatusOf(reply);
    if (status != 0)
        return {Error::Kind::Protocol, u"the webhook answered %1"_s.arg(status)};
    // Qt's own text names the address with its query, which often is the secret of a webhook.
    const bool isTimeout = reply->error() == QNetworkReply::OperationCanceledError;
    return {isTimeout ? Error::Kind::Timeout : Error::Kind::Network,
        isTimeout ? u"the webhook did not answer in time"_s : u"the webhook cannot be reached"_s};
}

} // namespace

Result<QUrl> webhookUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isHttp = url.scheme() == u"http"_s || url.scheme() == u"https"_s;
    if (!url.isValid() || !isHttp || url.host().isEmpty())
        return failure(Error::Kind::Invalid, u"a webhook is an http or https address"_s);
    if (!url.userInfo().isEmpty())
        return failure(Error::Kind::Invalid, u"a webhook's address has no user part"_s);
    return url;
}

AlertWebhook::AlertWebhook(const WebhookOptions &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_network(this)
    , m_timer(this)
    , m_backoff(options.firstRetry, options.lastRetry)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &AlertWebhook::send);
}

AlertWebhook::~AlertWebhook()
{
    if (m_reply != nullptr)
        m_reply->disconnect(this);
}

void AlertWebhook::post(const QByteArray &json)
{
    if (m_waiting.size() >= m_options.queueAtMost) {
        Q_EMIT failed(json, {Error::Kind::Busy, u"too many messages wait for the webhook"_s});
        return;
    }
    m_waiting.append(json);
    if (m_reply == nullptr && !m_timer.isActive())
        send();
}

void AlertWebhook::send()
{
    if (m_waiting.isEmpty())
        return;
    m_reply = m_network.post(jsonPost(m_options.url, m_options.timeout), m_waiting.first());
    connect(m_reply, &QNetworkReply::finished, this, [this, reply = m_reply] { onFinished(reply); });
}

void AlertWebhook::onFinished(QNetworkReply *reply)
{
    reply->deleteLater();
    m_reply = nullptr;
    const int status = httpStatusOf(reply);
    if (status >= 200 && status < 300) {
        m_backoff.reset();
        const QByteArray json = m_waiting.takeFirst();
        m_timer.start(0);
        Q_EMIT delivered(json);
        return;
    }
    const Error why = errorOf(reply);
    const std::chrono::milliseconds delay = m_backoff.next();
    if (m_backoff.attempts() >= m_options.attemptsAtMost)
        giveUp(why);
    else
        m_timer.start(delay);
}

void AlertWebhook::giveUp(const Error &why)
{
    qCWarning(logAlerts, "an alert was not delivered: %s", qPrintable(why.message));
    m_backoff.reset();
    const QByteArray json = m_waiting.takeFirst();
    m_timer.start(0);
    Q_EMIT failed(json, why);
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/backoff.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <chrono>

namespace emberwatch {

struct WebhookOptions
{
    QUrl url; ///< --webhook; http or https, from the configuration only
    std::chrono::milliseconds timeout{10'000};
    std::chrono::milliseconds firstRetry{1'000};
    std::chrono::milliseconds lastRetry{60'000};
    int attemptsAtMost = 5; ///< for one message
    qsizetype queueAtMost = 100;
};

/// http or https, a host, no user part. Errors: Invalid.
[[nodiscard]] Result<QUrl> webhookUrl(const QString &text);

/// POSTs JSON to one address, one request at a time, in order. What is not answered with 2xx is sent again
/// after a back-off, a few times; then it is given up and `failed` says why. Redirects are not followed.
class AlertWebhook : public QObject
{
    Q_OBJECT
public:
    explicit AlertWebhook(const WebhookOptions &options, QObject *parent = nullptr);
    ~AlertWebhook() override;

    void post(const QByteArray &json);

Q_SIGNALS:
    void delivered(const QByteArray &json);
    void failed(const QByteArray &json, const emberwatch::Error &why);

private:
    void send();
    void onFinished(QNetworkReply *reply);
    void giveUp(const Error &why);

    const WebhookOptions m_options;
    QNetworkAccessManager m_network;
    QTimer m_timer;
    Backoff m_backoff;
    QList<QByteArray> m_waiting; ///< the first one is under way
    QNetworkReply *m_reply = nullptr;
};

} // namespace emberwatch

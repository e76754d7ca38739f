// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/alertgrouper.h"
#include "core/telemetry/alertwebhook.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace emberwatch {

struct AlertOptions
{
    QString environment; ///< named in the webhook's message
    std::optional<WebhookOptions> webhook;
    AlertLimits limits;
};

/// Tells people: grouped and rate-limited by kind, to the log, to the webhook where there is one, and by a
/// signal, of which the console makes a desktop notification.
class Alerts : public QObject
{
    Q_OBJECT
public:
    explicit Alerts(const AlertOptions &options, Clock clock = systemNow, QObject *parent = nullptr);
    ~Alerts() override;

    void raise(AlertKind kind, const QString &text);
    /// Tells what waits at once: before the end.
    void flush();

Q_SIGNALS:
    void raised(const emberwatch::AlertGroup &group);
    /// For `emberwatch alerts test`: what became of the webhook's message.
    void delivered();
    void deliveryFailed(const emberwatch::Error &why);

private:
    void tellAll(const QList<AlertGroup> &groups);
    void tell(const AlertGroup &group);
    void plan();

    const AlertOptions m_options;
    Clock m_clock;
    AlertGrouper m_grouper;
    QTimer m_timer;
    std::unique_ptr<AlertWebhook> m_webhook; ///< nullptr: none
};

} // namespace emberwatch

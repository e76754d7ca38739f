// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/alerts.h"

#include <QLoggingCategory>

#include <algorithm>

namespace emberwatch {

namespace {

Q_LOGGING_CATEGORY(logAlerts, "emberwatch.alerts", QtInfoMsg)

} // namespace

Alerts::Alerts(const AlertOptions &options, Clock clock, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_clock(std::move(clock))
    , m_grouper(options.limits)
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { tellAll(m_grouper.takeDue(m_clock())); });
    if (!options.webhook)
        return;
    m_webhook = std::make_unique<AlertWebhook>(*options.webhook);
    connect(m_webhook.get(), &AlertWebhook::delivered, this, &Alerts::delivered);
    connect(m_webhook.get(), &AlertWebhook::failed, this,
        [this](const QByteArray &, const Error &why) { Q_EMIT deliveryFailed(why); });
}

Alerts::~Alerts() = default;

void Alerts::raise(AlertKind kind, const QString &text)
{
    m_grouper.add({kind, text, m_clock()});
    plan();
}

void Alerts::flush()
{
    tellAll(m_grouper.takeAll(m_clock()));
}

void Alerts::tellAll(const QList<AlertGroup> &groups)
{
    for (const AlertGroup &group : groups)
        tell(group);
    plan();
}

void Alerts::tell(const AlertGroup &group)
{
    qCWarning(logAlerts, "%s", qPrintable(groupText(group)));
    if (m_webhook)
        m_webhook->post(groupJson(group, m_options.environment));
    Q_EMIT raised(group);
}

void Alerts::plan()
{
    const std::optional<Timestamp> next = m_grouper.nextDue();
    if (next)
        m_timer.start(std::max(std::chrono::milliseconds(0), *next - m_clock()));
}

} // namespace emberwatch

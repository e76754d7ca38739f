// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/alertfarewell.h"

namespace emberwatch::cli {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

AlertFarewell::AlertFarewell(Alerts *alerts, bool hasWebhook, QObject *parent)
    : QObject(parent)
    , m_alerts(alerts)
    , m_hasWebhook(hasWebhook)
{
    m_patience.setSingleShot(true);
    connect(alerts, &Alerts::raised, this, [this] { ++m_underWay; });
    connect(alerts, &Alerts::delivered, this, &AlertFarewell::countDown);
    connect(alerts, &Alerts::deliveryFailed, this, [this](const Error &why) {
        Q_EMIT undelivered(why);
        countDown();
    });
    connect(&m_patience, &QTimer::timeout, this, [this] {
        Q_EMIT undelivered({Error::Kind::Timeout, u"the webhook did not answer in time"_s});
        Q_EMIT finished();
    });
}

void AlertFarewell::begin()
{
    if (std::exchange(m_hasBegun, true))
        return;
    m_alerts->flush();
    if (!m_hasWebhook || m_underWay == 0) {
        Q_EMIT finished();
        return;
    }
    m_patience.start(5s);
}

void AlertFarewell::countDown()
{
    --m_underWay;
    if (!m_hasBegun || m_underWay > 0)
        return;
    m_patience.stop();
    Q_EMIT finished();
}

} // namespace emberwatch::cli

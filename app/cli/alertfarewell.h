// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/alerts.h"

#include <QObject>
#include <QTimer>

namespace emberwatch::cli {

/// Lets a program that is about to end tell its last alerts, and gives them a few seconds to be delivered.
class AlertFarewell : public QObject
{
    Q_OBJECT
public:
    /// @param alerts  outlives it
    /// @param hasWebhook  without one there is nothing to wait for
    AlertFarewell(Alerts *alerts, bool hasWebhook, QObject *parent = nullptr);

    /// finished() follows, perhaps from inside.
    void begin();

Q_SIGNALS:
    void undelivered(const emberwatch::Error &why);
    void finished();

private:
    void countDown();

    Alerts *m_alerts;
    bool m_hasWebhook;
    int m_underWay = 0;
    bool m_hasBegun = false;
    QTimer m_patience;
};

} // namespace emberwatch::cli

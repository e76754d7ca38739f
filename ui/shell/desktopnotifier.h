// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/alert.h"

#include <QDBusConnection>
#include <QObject>

#include <functional>
#include <optional>

class QDBusPendingCall;

namespace emberwatch {

/// Shows alerts as notifications of the desktop, by D-Bus (org.freedesktop.Notifications 1.2). Where there is
/// no session bus, or nobody who shows notifications, the log says so once and nothing else happens. Nothing
/// is waited for.
class DesktopNotifier : public QObject
{
    Q_OBJECT
public:
    using Bus = std::function<QDBusConnection()>;

    /// @param environment  named in each
    /// @param bus  asked at the first alert
    explicit DesktopNotifier(QString environment, Bus bus = sessionBus, QObject *parent = nullptr);

    /// The session's; not connected where there is none.
    [[nodiscard]] static QDBusConnection sessionBus();

public Q_SLOTS:
    /// What was grouped and limited before; each is shown.
    void show(const emberwatch::AlertGroup &group);

private:
    void askForCapabilities();
    void send(const AlertGroup &group);
    void await(const QDBusPendingCall &call, std::function<void(const QVariantList &)> done);
    void fail(const QString &why);

    QString m_environment;
    Bus m_openBus;
    std::optional<QDBusConnection> m_bus;
    std::optional<bool> m_hasMarkup; ///< texts are read as markup; nullopt: not known yet
    QList<AlertGroup> m_waiting; ///< until that is known
    bool m_isAsking = false;
    bool m_hasFailed = false; ///< and that was told
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>

namespace emberwatch {

/// Tells systemd how the service is doing, by datagrams to its notification socket. Where systemd did not ask
/// for it (no NOTIFY_SOCKET) every call succeeds and does nothing.
/// Source: sd_notify(3), sd_watchdog_enabled(3).
class SystemdNotifier
{
public:
    SystemdNotifier() = default;
    /// @param socket    a path, or "@name" in the abstract namespace; empty: nobody listens
    /// @param watchdog  without a sign of life for so long systemd kills the service
    explicit SystemdNotifier(QByteArray socket, std::optional<std::chrono::microseconds> watchdog = {});
    /// NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID of this process.
    [[nodiscard]] static SystemdNotifier fromEnvironment();

    [[nodiscard]] bool isActive() const { return !m_socket.isEmpty(); }
    /// How often alive() is to be called: half of what systemd waits. nullopt: no watchdog.
    [[nodiscard]] std::optional<std::chrono::milliseconds> aliveEvery() const;

    // Errors: Network, with the system's reason: worth a line in the log, never a reason to end.
    [[nodiscard]] Result<void> ready(const QString &status) const;
    [[nodiscard]] Result<void> status(const QString &status) const;
    [[nodiscard]] Result<void> alive() const;
    [[nodiscard]] Result<void> stopping(const QString &status) const;

private:
    [[nodiscard]] Result<void> send(const QByteArray &state) const;

    QByteArray m_socket;
    std::optional<std::chrono::microseconds> m_watchdog;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/systemdnotifier.h"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QByteArray statusLine(const QString &status)
{
    return "STATUS=" + status.simplified().toUtf8() + '\n';
}

std::optional<std::chrono::microseconds> watchdogOfEnvironment()
{
    const QByteArray owner = qgetenv("WATCHDOG_PID");
    if (!owner.isEmpty() && owner.toLongLong() != ::getpid())
        return std::nullopt;
    const qlonglong time = qgetenv("WATCHDOG_USEC").toLongLong();
    return time > 0 ? std::optional(std::chrono::microseconds(time)) : std::nullopt;
}

tl::unexpected<Error> systemFailure(const QString &doing)
{
    return failure(Error::Kind::Network,
        u"systemd: "_s + doing + u": "_s + QString::fromLocal8Bit(std::strerror(errno)));
}

} // namespace

SystemdNotifier::SystemdNotifier(QByteArray socket, std::optional<std::chrono::microseconds> watchdog)
    : m_socket(std::move(socket))
    , m_watchdog(watchdog)
{
}

SystemdNotifier SystemdNotifier::fromEnvironment()
{
    return SystemdNotifier(qgetenv("NOTIFY_SOCKET"), watchdogOfEnvironment());
}

std::optional<std::chrono::milliseconds> SystemdNotifier::aliveEvery() const
{
    if (!m_watchdog || !isActive())
        return std::nullopt;
    const auto half = std::chrono::duration_cast<std::chrono::milliseconds>(*m_watchdog / 2);
    return std::max(half, std::chrono::milliseconds(1));
}

Result<void> SystemdNotifier::ready(const QString &status) const
{
    return send(statusLine(status) + "READY=1\n");
}

Result<void> SystemdNotifier::status(const QString &status) const
{
    return send(statusLine(status));
}

Result<void> SystemdNotifier::alive() const
{
    return send("WATCHDOG=1\n");
}

Result<void> SystemdNotifier::stopping(const QString &status) const
{
    return send(statusLine(status) + "STOPPING=1\n");
}

Result<void> SystemdNotifier::send(const QByteArray &state) const
{
    if (!isActive())
        return {};
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (m_socket.size() >= static_cast<qsizetype>(sizeof address.sun_path))
        return failure(Error::Kind::Network, u"systemd: the name of its socket is too long"_s);
    std::memcpy(address.sun_path, m_socket.constData(), static_cast<size_t>(m_socket.size()));
    if (m_socket.startsWith('@'))
        address.sun_path[0] = '\0';
    const auto length
        = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<size_t>(m_socket.size()));

    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0)
        return systemFailure(u"no socket"_s);
    const ssize_t sent = ::sendto(descriptor, state.constData(), static_cast<size_t>(state.size()),
        MSG_NOSIGNAL, reinterpret_cast<const sockaddr *>(&address), length);
    const Result<void> outcome = sent == state.size() ? Result<void>() : systemFailure(u"not told"_s);
    ::close(descriptor);
    return outcome;
}

} // namespace emberwatch

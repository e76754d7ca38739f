// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace emberwatch {

/// Who holds a lease, for the others to see.
struct LeaseHolder
{
    QString program; ///< "agent", "console", "recover"
    QString host;
    QString operatorName; ///< who runs it
    qint64 processId = 0;
    /// Where the process id counts: this boot of this machine, and its namespace of processes. Empty: not
    /// known.
    QString processSpace{};
    bool operator==(const LeaseHolder &) const = default;
};

/// This process on this machine, run by this user.
[[nodiscard]] LeaseHolder holderHere(const QString &program);

/// Whether its process is known to be no more. Only one that counts its processes as we do can be asked for.
[[nodiscard]] bool hasEnded(const LeaseHolder &holder);

/// A new lease's value: the instance in readable words, ":" and 128 random bits. Unlike any other.
[[nodiscard]] QByteArray newLeaseToken(const LeaseHolder &holder);

/// Whose token it is; nullopt where it is none of ours.
[[nodiscard]] std::optional<LeaseHolder> holderInToken(QByteArrayView token);

/// "the agent on api-2 (run by deploy)". Plain text, escaped.
[[nodiscard]] QString holderText(const LeaseHolder &holder);

} // namespace emberwatch

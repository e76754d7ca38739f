// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace emberwatch {

/// Why something could not be done. Code branches on `kind`; `message` is for the log and the details pane,
/// English and not translated; the user interface makes its own sentence of the kind.
struct Error
{
    enum class Kind
    {
        Network, ///< no connection, or it broke
        Timeout, ///< no answer in time; what was sent may still have been carried out
        Protocol, ///< the other side broke its protocol or one of our limits
        Tls, ///< certificate, host name or handshake
        Auth, ///< credentials missing or wrong: asking again without new ones is pointless
        Permission, ///< signed in, but this user may not do it
        Busy, ///< try again later: loading, blocked by a script, cluster down, too many clients
        ReadOnly, ///< a replica, or a server that refuses writes for now
        OutOfMemory, ///< the server refuses writes that need memory
        Parse, ///< text that cannot be read
        Invalid, ///< asked for something that makes no sense
        NotFound,
        Conflict, ///< it changed under us
        Cancelled,
    };
    Kind kind = Kind::Network;
    QString message;
    bool operator==(const Error &) const = default;
};

/// Whether what was asked for may have been carried out all the same: there was no answer, or none that says.
[[nodiscard]] inline bool isOutcomeOpen(const Error &error)
{
    return error.kind == Error::Kind::Network || error.kind == Error::Kind::Timeout
        || error.kind == Error::Kind::Protocol || error.kind == Error::Kind::Cancelled;
}

} // namespace emberwatch

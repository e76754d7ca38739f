// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

namespace emberwatch::cli {

/// What the program says by ending. Stable: listed in the man page.
enum class ExitCode
{
    Fine = 0,
    Findings = 1, ///< something was found, or not all of it could be done
    Usage = 2,
    CannotConnect = 3,
    Refused = 4, ///< by the server (password, permission), or by the guard rails
    Interrupted = 130, ///< SIGINT
    Terminated = 143, ///< SIGTERM
};

/// For an error that ended it all.
[[nodiscard]] constexpr ExitCode exitCodeFor(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::Auth:
    case Error::Kind::Permission:
    case Error::Kind::ReadOnly:
        return ExitCode::Refused;
    case Error::Kind::Network:
    case Error::Kind::Timeout:
    case Error::Kind::Protocol:
    case Error::Kind::Tls:
    case Error::Kind::Busy:
        return ExitCode::CannotConnect;
    case Error::Kind::Invalid:
        return ExitCode::Usage;
    default:
        return ExitCode::Findings;
    }
}

} // namespace emberwatch::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <tl/expected.hpp>

namespace emberwatch {

/// What can fail returns one of these. The names are those of std::expected, which GCC 12 has only in C++23
/// mode.
template <typename T> using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(Error::Kind kind, QString message)
{
    return tl::make_unexpected(Error{kind, std::move(message)});
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

namespace emberwatch {

/// What a person has to do before so many changes are carried out. Source: correctness.md 10.
enum class Confirmation : quint8
{
    None, ///< the button alone
    Second, ///< to be asked once more
    TypedName, ///< the environment's name is typed
};

[[nodiscard]] Confirmation confirmationFor(int changes, EnvironmentClass environment);

} // namespace emberwatch

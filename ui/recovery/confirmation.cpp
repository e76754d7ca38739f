// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/confirmation.h"

#include "core/operations/guardrails.h"

namespace emberwatch {

namespace {

constexpr int mostUnasked = 10;

} // namespace

Confirmation confirmationFor(int changes, EnvironmentClass environment)
{
    if (environment == EnvironmentClass::Production && changes > mostUntypedInProduction)
        return Confirmation::TypedName;
    return changes > mostUnasked ? Confirmation::Second : Confirmation::None;
}

} // namespace emberwatch

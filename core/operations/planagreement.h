// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/recoveryproposal.h"

namespace emberwatch {

/// Makes a proposal of now into one for a plan that was agreed to earlier, maybe in a file: of the proposal's
/// actions those stay that the plan names, and those stay ticked that are ticked there and still as they were
/// judged. The others say that they have changed since.
///
/// Errors: Conflict: the plan is of another environment, or Redis is not the one that it was made with (it
/// has restarted, failed over, or is another server): nothing of it may be done.
///
/// @param proposal  of the same scope
/// @param now       the life of Redis
[[nodiscard]] Result<void> takeAgreement(
    RecoveryProposal &proposal, const Plan &agreed, const ServerEpoch &now);

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/trackingsummary.h"

namespace emberwatch {

/// "Tracking 12 resumed jobs, 2 waiting · states not written"; empty: nothing is tracked.
[[nodiscard]] QString trackingText(const TrackingSummary &tracking);
/// What that means and when it ends, with the trouble in full; some lines.
[[nodiscard]] QString trackingExplanation(const TrackingSummary &tracking);
/// What becomes of the jobs when the window is closed; a few sentences.
[[nodiscard]] QString closingConsequence(const TrackingSummary &tracking);

} // namespace emberwatch

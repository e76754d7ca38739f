// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace emberwatch {

/// One column that shares a given width with its neighbours. Pixels.
struct FittedColumn
{
    int usual = 0; ///< what its usual texts need
    int least = 0; ///< never narrower; equal to usual where every figure counts
    int most = 0; ///< never wider; equal to usual where nothing is gained
};

/// Widths that fill the room as far as the columns allow: what is over goes to those that can use it, what is
/// missing comes from those that can spare it, each in proportion. The sum differs from the room only where
/// all of them are at their limit.
[[nodiscard]] std::vector<int> fittedWidths(const std::vector<FittedColumn> &columns, int room);

} // namespace emberwatch

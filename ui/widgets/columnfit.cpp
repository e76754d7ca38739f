// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/columnfit.h"

#include <algorithm>
#include <numeric>

namespace emberwatch {

namespace {

/// Rounding leaves a few pixels: they go one by one to those that have room for them.
void spread(std::vector<int> &widths, const std::vector<int> &limits, int left)
{
    const int step = left > 0 ? 1 : -1;
    for (bool isMoving = true; isMoving && left != 0;) {
        isMoving = false;
        for (size_t i = 0; i < widths.size() && left != 0; ++i) {
            if (widths[i] == limits[i])
                continue;
            widths[i] += step;
            left -= step;
            isMoving = true;
        }
    }
}

} // namespace

std::vector<int> fittedWidths(const std::vector<FittedColumn> &columns, int room)
{
    std::vector<int> widths;
    for (const FittedColumn &column : columns)
        widths.push_back(column.usual);
    const int left = room - std::accumulate(widths.begin(), widths.end(), 0);
    std::vector<int> limits;
    for (const FittedColumn &column : columns)
        limits.push_back(left > 0 ? column.most : column.least);
    int play = 0;
    for (size_t i = 0; i < widths.size(); ++i)
        play += limits[i] - widths[i];
    if (play == 0 || left == 0)
        return widths;

    const double share = std::min(1.0, static_cast<double>(left) / play);
    int given = 0;
    for (size_t i = 0; i < widths.size(); ++i) {
        const int change = static_cast<int>(share * (limits[i] - widths[i]));
        widths[i] += change;
        given += change;
    }
    if (share < 1.0)
        spread(widths, limits, left - given);
    return widths;
}

} // namespace emberwatch

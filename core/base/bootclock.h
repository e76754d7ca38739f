// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <chrono>
#include <functional>

namespace emberwatch {

/// The time since the machine started, suspension included. Nobody can set it, so it measures lengths that no
/// change of the wall clock may stretch.
struct BootClock
{
    QByteArray id; ///< of this run of the machine: readings of two runs are not compared
    std::function<std::chrono::milliseconds()> now;
};

[[nodiscard]] BootClock systemBootClock();

} // namespace emberwatch

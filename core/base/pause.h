// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoroTask>

#include <chrono>

namespace emberwatch {

/// Lets a coroutine go on later, in the thread that it waits in.
[[nodiscard]] QCoro::Task<void> pauseFor(std::chrono::milliseconds time);

} // namespace emberwatch

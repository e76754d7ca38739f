// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace emberwatch {

/// How long to wait before the next attempt: full jitter between nothing and a bound that doubles from
/// `first` to `most`, so that a fleet of consoles does not come back in step. Source: correctness.md 7.
class Backoff
{
public:
    explicit Backoff(std::chrono::milliseconds first = std::chrono::milliseconds(100),
        std::chrono::milliseconds most = std::chrono::milliseconds(10'000));
    /// The delay before the next attempt; each call counts one attempt.
    [[nodiscard]] std::chrono::milliseconds next();
    [[nodiscard]] int attempts() const { return m_attempts; }
    void reset() { m_attempts = 0; }

private:
    std::chrono::milliseconds m_first;
    std::chrono::milliseconds m_most;
    int m_attempts = 0;
};

} // namespace emberwatch

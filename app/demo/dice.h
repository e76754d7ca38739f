// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <random>

namespace emberwatch::demo {

/// Chance that repeats itself for the same seed, on every system (the standard's distributions do not).
class Dice
{
public:
    explicit Dice(quint64 seed)
        : m_engine(seed)
    {
    }

    [[nodiscard]] quint64 bits() { return m_engine(); }
    /// Evenly in [0, 1).
    [[nodiscard]] double fraction() { return static_cast<double>(m_engine() >> 11U) / 9007199254740992.0; }
    /// Evenly in [from, to).
    [[nodiscard]] double between(double from, double to) { return from + fraction() * (to - from); }
    /// Evenly among 0 .. count - 1.
    [[nodiscard]] int below(int count) { return static_cast<int>(fraction() * count); }
    [[nodiscard]] bool happens(double probability) { return fraction() < probability; }
    /// A random UUID (version 4), as text.
    [[nodiscard]] QByteArray uuid();

private:
    std::mt19937_64 m_engine;
};

} // namespace emberwatch::demo

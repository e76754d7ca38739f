// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDebug>
#include <QtGlobal>

#include <random>

namespace emberwatch::test {

/// Random numbers for a property test. The seed is printed, and EMBERWATCH_SEED repeats a run.
class SeededRandom
{
public:
    SeededRandom()
        : SeededRandom(chosenSeed())
    {
    }
    explicit SeededRandom(quint32 seed)
        : m_engine(seed)
    {
        qInfo("EMBERWATCH_SEED=%u", seed);
    }

    /// 0 to limit - 1.
    template <typename Number> Number below(Number limit)
    {
        return static_cast<Number>(m_engine() % static_cast<quint64>(limit));
    }
    [[nodiscard]] bool chance(int percent) { return below(100) < percent; }
    /// One element of an array, list or text.
    template <typename Container> auto oneOf(const Container &from) { return from[below(std::size(from))]; }

private:
    static quint32 chosenSeed()
    {
        bool isSet = false;
        const quint32 seed = qEnvironmentVariable("EMBERWATCH_SEED").toUInt(&isSet);
        return isSet ? seed : std::random_device()();
    }
    std::mt19937_64 m_engine;
};

} // namespace emberwatch::test

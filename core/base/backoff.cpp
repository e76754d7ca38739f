// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/backoff.h"

#include <QRandomGenerator>

#include <algorithm>

namespace emberwatch {

Backoff::Backoff(std::chrono::milliseconds first, std::chrono::milliseconds most)
    : m_first(first)
    , m_most(most)
{
}

std::chrono::milliseconds Backoff::next()
{
    constexpr int mostDoublings = 20; // keeps the shift far from overflowing
    const std::chrono::milliseconds bound
        = std::min(m_most, std::chrono::milliseconds(m_first.count() << std::min(m_attempts, mostDoublings)));
    ++m_attempts;
    const double share = QRandomGenerator::global()->generateDouble();
    return std::chrono::milliseconds(static_cast<qint64>(share * static_cast<double>(bound.count() + 1)));
}

} // namespace emberwatch

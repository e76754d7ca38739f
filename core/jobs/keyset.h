// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <unordered_set>

namespace emberwatch {

/// Which keys were seen already, by two independent 64-bit hashes: at a million keys the chance that two
/// share both is below 1e-26, and the keys themselves would cost five times as much.
class KeySet
{
public:
    KeySet();
    /// @return whether the key was not there yet
    bool insert(QByteArrayView key);

private:
    struct Print
    {
        quint64 first = 0;
        quint64 second = 0;
        bool operator==(const Print &) const = default;
    };
    struct PrintHash
    {
        size_t operator()(const Print &print) const { return print.first; }
    };
    size_t m_seedA;
    size_t m_seedB;
    std::unordered_set<Print, PrintHash> m_prints;
};

} // namespace emberwatch

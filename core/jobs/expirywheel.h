// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <map>
#include <vector>

namespace emberwatch {

/// When which slot is due for a look. Coarse on purpose: a deadline lies in a bucket of 256 ms, and a slot
/// whose deadline moved later stays where it is until its bucket comes up.
class ExpiryWheel
{
public:
    static constexpr int bucketShift = 8;
    /// The bucket that comes up no earlier than `at` (ms).
    [[nodiscard]] static quint32 bucketOf(qint64 at, qint64 origin)
    {
        if (at <= origin)
            return 0;
        return static_cast<quint32>(std::min<qint64>(((at - origin) >> bucketShift) + 1, 0xffff'ffff));
    }

    void add(quint32 bucket, quint32 slot) { m_buckets[bucket].push_back(slot); }

    /// Takes out every bucket up to `bucket` and calls due(slot, itsBucket) for what lies in them.
    template <typename Due> void advance(quint32 bucket, Due due)
    {
        while (!m_buckets.empty() && m_buckets.begin()->first <= bucket) {
            const auto node = m_buckets.extract(m_buckets.begin());
            for (const quint32 slot : node.mapped())
                due(slot, node.key());
        }
    }

private:
    std::map<quint32, std::vector<quint32>> m_buckets;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/jobrecord.h"

#include <QList>

#include <vector>

namespace emberwatch {

/// Sets rowCount of records while they are being read: how many of the list have the same promptId.
///
/// Hardly any id comes twice. So a row costs a look at a map of bits that stays in the processor's cache; a
/// hash table of a hundred thousand ids would miss it with each of them.
class PromptCounter
{
public:
    /// @param expected  about how many records there will be
    explicit PromptCounter(qsizetype expected);

    /// The last of the list is new, and is taken for the only one of its promptId.
    void addLast(QList<JobRecord> &records);
    /// After the last one: counts those whose promptId may have come more than once.
    void finish(QList<JobRecord> &records) const;

private:
    struct Bit
    {
        size_t word = 0;
        quint64 mask = 0;
    };
    [[nodiscard]] Bit bitOf(size_t hash) const;

    std::vector<size_t> m_hashes; ///< of each record
    std::vector<quint64> m_once; ///< for a part of the hash: it has come
    std::vector<quint64> m_again; ///< it has come more than once, perhaps from different ids
};

} // namespace emberwatch

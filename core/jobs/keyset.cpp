// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/keyset.h"

#include <QHashFunctions>
#include <QRandomGenerator>

namespace emberwatch {

KeySet::KeySet()
    : m_seedA(QRandomGenerator::global()->generate64())
    , m_seedB(QRandomGenerator::global()->generate64())
{
}

bool KeySet::insert(QByteArrayView key)
{
    const auto size = static_cast<size_t>(key.size());
    return m_prints.insert({qHashBits(key.data(), size, m_seedA), qHashBits(key.data(), size, m_seedB)})
        .second;
}

} // namespace emberwatch

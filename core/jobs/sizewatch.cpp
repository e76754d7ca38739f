// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/sizewatch.h"

#include <algorithm>

namespace emberwatch {

namespace {

constexpr qint64 flushAtLeast = 10; // correctness.md 3: more than 20 % and more than 10
constexpr qint64 flushPart = 5;
constexpr int oddLooksToList = 2; // one odd look may be an event that is still on its way

} // namespace

SizeWatch::Finding SizeWatch::look(qint64 keys, qint64 known, bool isQuiet, Ms now)
{
    if (m_foreign && isQuiet) {
        const qint64 missing = known + *m_foreign - keys;
        if (missing > flushAtLeast && missing > known / flushPart) {
            m_foreign.reset();
            return Finding::Flushed;
        }
    }
    if (!isQuiet)
        return Finding::Fits;
    if (!m_foreign)
        m_foreign = keys - known;
    m_oddLooks = keys - known == *m_foreign ? 0 : m_oddLooks + 1;
    if (m_oddLooks < oddLooksToList || now - m_lastAlarm < m_wait)
        return Finding::Fits;
    m_oddLooks = 0;
    m_lastAlarm = now;
    m_alarmed = true;
    return Finding::ListAgain;
}

void SizeWatch::listed(bool foundSomething)
{
    m_foreign.reset();
    m_oddLooks = 0;
    if (foundSomething)
        m_wait = shortestWait;
    else if (m_alarmed)
        m_wait = std::min(m_wait * 2, longestWait);
    m_alarmed = false;
}

} // namespace emberwatch

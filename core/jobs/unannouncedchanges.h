// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>

#include <chrono>

namespace emberwatch {

/// Changes that were found by looking and whose events may still be on their way.
class UnannouncedChanges
{
public:
    using Ms = std::chrono::milliseconds; ///< of any steady clock

    void add(QByteArrayView id, Ms now) { m_foundAt.insert(id.toByteArray(), now); }
    /// An event about the job: the change was announced after all.
    void heard(QByteArrayView id)
    {
        if (!m_foundAt.isEmpty())
            m_foundAt.remove(id.toByteArray());
    }
    /// Forgets those whose event is overdue.
    /// @return whether there were any
    [[nodiscard]] bool takeOverdue(Ms now)
    {
        return m_foundAt.removeIf([&](const auto &found) { return now - found.value() >= mayBeLateBy; }) > 0;
    }
    void clear() { m_foundAt.clear(); }

private:
    static constexpr Ms mayBeLateBy{1'000};
    QHash<QByteArray, Ms> m_foundAt;
};

} // namespace emberwatch

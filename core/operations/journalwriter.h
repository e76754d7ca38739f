// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/journalentry.h"
#include "core/operations/journalfile.h"

#include <QList>

namespace emberwatch {

/// Appends to an open journal.
class JournalWriter
{
public:
    explicit JournalWriter(JournalFile &file)
        : m_file(file)
    {
    }
    [[nodiscard]] Result<QList<EntryId>> intend(const QList<JournalEntry> &entries);
    [[nodiscard]] Result<void> conclude(const QList<JournalOutcome> &outcomes);
    [[nodiscard]] Result<void> keep(const JournalReport &report);

private:
    JournalFile &m_file;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/journal/journalfilter.h"

#include <QMetaType>

#include <optional>

namespace emberwatch {

/// What is wanted of the journal.
struct JournalQuestion
{
    int serial = 0; ///< comes back with the answer: an older one is of no use any more
    JournalFilter filter;
    std::optional<EntryId> before; ///< the entries behind this one; nullopt: the newest
    int atMost = 500;
};

/// Entries, the newest first.
struct JournalPageRead
{
    JournalQuestion question;
    QList<JournalLine> lines;
    std::optional<EntryId> next; ///< behind which the following begin; nullopt: there are no more
    QString address; ///< of the Redis that is looked at, as entries name it
    QString trouble; ///< why it could not be read; empty: it was
};

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::JournalPageRead)

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/journalentry.h"

#include <QList>
#include <QString>

namespace emberwatch {

/// One thing that an action changed.
struct SnapshotChange
{
    QString name; ///< "status", "the key", "expires", "record: status"
    QString before; ///< "—": it was not there
    QString after;
    bool operator==(const SnapshotChange &) const = default;
};

/// What became another, member by member; of documents that are none, the whole.
[[nodiscard]] QList<SnapshotChange> changesBetween(const JobSnapshot &before, const JobSnapshot &after);

} // namespace emberwatch

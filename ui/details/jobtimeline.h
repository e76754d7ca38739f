// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/jobs/jobrow.h"
#include "ui/details/jobdetails.h"

#include <QList>

#include <optional>

namespace emberwatch {

/// What was seen of one job while it was selected here: nothing is guessed about the time before.
class JobTimeline
{
public:
    struct Entry
    {
        Timestamp seenAt; ///< our clock
        std::optional<JobStatus> status; ///< nullopt: not readable
        std::optional<double> progress;
        std::optional<RemovalCause> removal; ///< it was gone then
        bool operator==(const Entry &) const = default;
    };
    static constexpr qsizetype mostEntries = 500;

    void clear() { m_entries.clear(); }
    /// @return whether status or progress differ from the last entry, which makes a new one
    bool add(const JobDetails &job, Timestamp now);
    void addRemoval(RemovalCause cause, Timestamp now);
    /// Oldest first. When there are too many, the second goes: the first says since when there is something
    /// to say.
    [[nodiscard]] const QList<Entry> &entries() const { return m_entries; }
    /// More than the first look.
    [[nodiscard]] bool hasChanges() const { return m_entries.size() > 1; }

private:
    void append(const Entry &entry);

    QList<Entry> m_entries;
};

} // namespace emberwatch

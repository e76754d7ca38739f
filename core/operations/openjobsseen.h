// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/jobs/jobstore.h"
#include "core/operations/holds.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <chrono>
#include <optional>

namespace emberwatch {

/// The jobs that were open at the last look, so that the next one can tell how many have vanished.
///
/// Whoever looks now and then hears no events. But a job that ends leaves its final state behind, for about a
/// minute, before its producer deletes it: from open to nothing in less than that, not expired and not
/// deleted by us, it has vanished without a word. Looks that lie further apart say nothing of it.
///
/// Times are the Redis server's.
class OpenJobsSeen
{
public:
    /// In place of all that was seen before: what is open by these readings.
    void see(const QList<JobReading> &open);
    /// We have deleted it.
    void forget(const PromptId &id) { m_expiry.remove(id); }

    /// What was open, and is not among these.
    [[nodiscard]] QList<PromptId> missingAmong(const QSet<PromptId> &open) const;
    /// @param missing    each of missingAmong(), read again
    /// @param retention  how long producers keep a final state
    [[nodiscard]] ListingFacts factsOf(
        const QList<JobReading> &missing, std::chrono::milliseconds retention) const;

private:
    QHash<PromptId, std::optional<Timestamp>> m_expiry; ///< nullopt: never
    Timestamp m_at; ///< the earliest of the readings
};

} // namespace emberwatch

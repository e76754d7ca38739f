// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/expirywheel.h"
#include "core/jobs/feedbatch.h"
#include "core/jobs/jobdocument.h"
#include "core/jobs/slotindex.h"
#include "core/jobs/stringpool.h"

#include <deque>
#include <optional>
#include <vector>

namespace emberwatch {

struct ListedJob;

/// All jobs that are known to exist, as far as telling changes apart needs it: no I/O, no timers.
///
/// Keeps of each job its id, a hash of its value and its expiry; what a job says goes into the pending batch
/// and is then forgotten, so a million jobs cost about 70 bytes each here. All times are milliseconds since
/// the epoch by the server's clock.
class LiveSet
{
public:
    LiveSet(JobSchema schema, DocumentLimits limits, bool keepDocuments);

    enum class Effect : quint8
    {
        Unchanged,
        Added,
        Changed
    };
    /// A reading of a key that exists. The value is parsed only if it is not the one already known.
    Effect observe(QByteArrayView id, const ListedJob &job, quint8 node, qint64 serverNow);
    void remove(JobSlot slot, RemovalCause cause);

    [[nodiscard]] std::optional<JobSlot> find(QByteArrayView id) const;
    [[nodiscard]] bool isUsed(JobSlot slot) const
    {
        return slot < m_entries.size() && m_entries[slot].isUsed;
    }
    [[nodiscard]] JobSlot slotEnd() const { return static_cast<JobSlot>(m_entries.size()); }
    [[nodiscard]] qint64 size() const { return m_size; }
    /// Appends the id's own bytes.
    void appendId(JobSlot slot, QByteArray &to) const;
    [[nodiscard]] quint8 nodeOf(JobSlot slot) const { return m_entries[slot].node; }
    [[nodiscard]] bool isPastDeadline(JobSlot slot, qint64 serverNow) const;
    [[nodiscard]] bool sameValue(JobSlot slot, QByteArrayView value) const;

    /// A listing marks what it sees; what it did not see and was there before it began is asked for by name.
    void beginListing(quint8 node);
    [[nodiscard]] std::vector<JobSlot> unseen(quint8 node) const;

    /// Slots whose deadline has come since the last call; each again a second later while it is still there.
    [[nodiscard]] std::vector<JobSlot> due(qint64 serverNow);

    [[nodiscard]] bool hasPending() const;
    /// Strings, removals, upserts and documents since the last call; the rest of the batch is the caller's.
    [[nodiscard]] FeedBatch takePending();

private:
    struct Entry
    {
        PackedId id;
        quint64 valueHash = 0;
        qint64 expiresAt = 0; ///< 0: never
        StringId user = 0;
        StringId type = 0;
        StringId server = 0;
        StringId reason = 0;
        quint32 pendingAt = 0; ///< index in m_pending + 1; 0: nothing pending
        quint32 bucket = 0; ///< of the expiry wheel; 0: in none
        quint8 node = 0;
        quint8 listing = 0; ///< number of the last listing that saw it, modulo 256
        bool isUsed : 1 = false;
        bool isIdPooled : 1 = false;
        bool isSent : 1 = false; ///< receivers know of it
    };
    struct Key
    {
        PackedId id;
        bool isPooled = false;
        [[nodiscard]] size_t hash() const;
    };

    [[nodiscard]] std::optional<Key> lookupKey(QByteArrayView id) const;
    [[nodiscard]] std::optional<JobSlot> find(const Key &key) const;
    [[nodiscard]] size_t hashOf(JobSlot slot) const;
    JobSlot add(QByteArrayView id, quint8 node);
    void describe(JobSlot slot, QByteArrayView id, const ListedJob &job, qint64 serverNow);
    void fillReadable(JobRow &row, const JobFields &fields, QByteArrayView id, qint64 pttl, qint64 serverNow);
    void fillUnreadable(JobRow &row, const ListedJob &job, const JobFields *fields);
    void replace(StringId &held, QByteArrayView text);
    void schedule(JobSlot slot);
    void dropPending(Entry &entry);

    JobSchema m_schema;
    JobParser m_parser;
    bool m_keepDocuments;
    size_t m_seed;
    std::deque<Entry> m_entries;
    std::vector<JobSlot> m_free;
    std::vector<JobSlot> m_freedSinceBatch; ///< not given again before the batch that says they are free
    SlotIndex m_index;
    StringPool m_strings;
    ExpiryWheel m_wheel;
    qint64 m_wheelOrigin = 0;
    std::vector<quint8> m_listings; ///< number of the current or last listing, by node
    qint64 m_size = 0;
    std::vector<JobRow> m_pending;
    std::vector<QByteArray> m_pendingDocuments;
    std::vector<Removal> m_removals;
};

} // namespace emberwatch

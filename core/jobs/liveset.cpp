// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/liveset.h"

#include "core/jobs/jobdoubt.h"
#include "core/jobs/jobpagereader.h"

#include <QHashFunctions>
#include <QRandomGenerator>

#include <array>

namespace emberwatch {

namespace {

/// Two readings of one expiry differ by the time the replies took; a producer's write moves it by more.
constexpr qint64 expiryToleranceMs = 250;
constexpr qint64 lookAgainMs = 1000;

quint64 hashOfValue(const ListedJob &job, size_t seed)
{
    if (job.hasValue)
        return qHashBits(job.value.data(), static_cast<size_t>(job.value.size()), seed);
    return qHashBits(job.redisType.data(), static_cast<size_t>(job.redisType.size()), seed)
        ^ static_cast<quint64>(job.size);
}

} // namespace

LiveSet::LiveSet(JobSchema schema, DocumentLimits limits, bool keepDocuments)
    : m_schema(std::move(schema))
    , m_parser(limits)
    , m_keepDocuments(keepDocuments)
    , m_seed(QRandomGenerator::global()->generate64())
{
}

size_t LiveSet::Key::hash() const
{
    return qHash(id.high, qHash(id.low, isPooled ? 1 : 0)) * 0x9E3779B97F4A7C15ULL >> 7;
}

size_t LiveSet::hashOf(JobSlot slot) const
{
    const Entry &entry = m_entries[slot];
    return Key{entry.id, entry.isIdPooled}.hash();
}

std::optional<LiveSet::Key> LiveSet::lookupKey(QByteArrayView id) const
{
    if (const auto packed = PackedId::fromUuid(id))
        return Key{*packed, false};
    if (const auto pooled = m_strings.find(id))
        return Key{PackedId{0, *pooled}, true};
    return std::nullopt;
}

std::optional<JobSlot> LiveSet::find(const Key &key) const
{
    return m_index.find(key.hash(), [&](JobSlot slot) {
        return m_entries[slot].id == key.id && m_entries[slot].isIdPooled == key.isPooled;
    });
}

std::optional<JobSlot> LiveSet::find(QByteArrayView id) const
{
    const auto key = lookupKey(id);
    return key ? find(*key) : std::nullopt;
}

JobSlot LiveSet::add(QByteArrayView id, quint8 node)
{
    JobSlot slot = 0;
    if (m_free.empty()) {
        slot = static_cast<JobSlot>(m_entries.size());
        m_entries.emplace_back();
    } else {
        slot = m_free.back();
        m_free.pop_back();
        m_entries[slot] = Entry();
    }
    Entry &entry = m_entries[slot];
    entry.isUsed = true;
    entry.node = node;
    if (const auto packed = PackedId::fromUuid(id)) {
        entry.id = *packed;
    } else {
        entry.id.low = m_strings.acquire(id);
        entry.isIdPooled = true;
    }
    m_index.insert(hashOf(slot), slot, [this](JobSlot other) { return hashOf(other); });
    ++m_size;
    return slot;
}

LiveSet::Effect LiveSet::observe(QByteArrayView id, const ListedJob &job, quint8 node, qint64 serverNow)
{
    auto slot = find(id);
    const bool isNew = !slot;
    if (isNew)
        slot = add(id, node);
    Entry &entry = m_entries[*slot];
    entry.listing = node < m_listings.size() ? m_listings[node] : 0;

    const quint64 hash = hashOfValue(job, m_seed);
    const qint64 expiresAt = job.pttl < 0 ? 0 : serverNow + job.pttl;
    const bool sameExpiry = (expiresAt == 0) == (entry.expiresAt == 0)
        && qAbs(expiresAt - entry.expiresAt) <= expiryToleranceMs;
    if (!isNew && hash == entry.valueHash && sameExpiry)
        return Effect::Unchanged;

    entry.valueHash = hash;
    entry.expiresAt = expiresAt;
    schedule(*slot);
    describe(*slot, id, job, serverNow);
    return isNew ? Effect::Added : Effect::Changed;
}

void LiveSet::describe(JobSlot slot, QByteArrayView id, const ListedJob &job, qint64 serverNow)
{
    Entry &entry = m_entries[slot];
    if (entry.pendingAt == 0) {
        m_pending.emplace_back();
        if (m_keepDocuments)
            m_pendingDocuments.emplace_back();
        entry.pendingAt = static_cast<quint32>(m_pending.size());
    }
    JobRow &row = m_pending[entry.pendingAt - 1];
    row = JobRow();
    row.slot = slot;
    row.id = entry.id;
    row.expiresAt = entry.expiresAt;
    row.flags = static_cast<quint8>(
        (entry.isIdPooled ? JobRow::IdIsPooled : 0) | (entry.expiresAt != 0 ? JobRow::HasTtl : 0));
    if (m_keepDocuments)
        m_pendingDocuments[entry.pendingAt - 1] = job.value.toByteArray();

    if (!job.hasValue) {
        fillUnreadable(row, job, nullptr);
        return;
    }
    const JobFields &fields = m_parser.parsePadded(job.value);
    if (fields.unreadable != Unreadable::No)
        fillUnreadable(row, job, &fields);
    else
        fillReadable(row, fields, id, job.pttl, serverNow);
}

void LiveSet::fillReadable(
    JobRow &row, const JobFields &fields, QByteArrayView id, qint64 pttl, qint64 serverNow)
{
    Entry &entry = m_entries[row.slot];
    row.status = fields.status;
    row.progress = static_cast<float>(fields.progress);
    if (fields.startedAt) {
        row.startedAt = *fields.startedAt;
        row.flags |= JobRow::HasStartedAt;
    }
    row.doubts = doubtsOf(fields, id, pttl, serverNow);
    replace(entry.user, fields.userId);
    replace(entry.type, fields.type);
    replace(entry.server, fields.serverUrl);
    replace(entry.reason, row.doubts != 0 ? doubtText(row.doubts, fields) : QByteArray());
    row.user = entry.user;
    row.type = entry.type;
    row.server = entry.server;
    row.reason = entry.reason;
}

void LiveSet::fillUnreadable(JobRow &row, const ListedJob &job, const JobFields *fields)
{
    Entry &entry = m_entries[row.slot];
    QByteArray detail;
    if (fields) {
        row.unreadable = fields->unreadable;
        detail = fields->detail;
    } else if (!job.redisType.isEmpty()) {
        row.unreadable = Unreadable::WrongRedisType;
        detail = job.redisType.toByteArray();
    } else {
        row.unreadable = Unreadable::TooLarge;
        detail = QByteArray::number(job.size);
    }
    replace(entry.user, {});
    replace(entry.type, {});
    replace(entry.server, {});
    replace(entry.reason, reasonText(row.unreadable, detail).toUtf8());
    row.reason = entry.reason;
}

void LiveSet::replace(StringId &held, QByteArrayView text)
{
    if (QByteArrayView(m_strings.text(held)) == text)
        return;
    const StringId next = m_strings.acquire(text);
    m_strings.release(held);
    held = next;
}

void LiveSet::dropPending(Entry &entry)
{
    if (entry.pendingAt == 0)
        return;
    const quint32 at = entry.pendingAt - 1;
    if (at + 1 != m_pending.size()) {
        m_pending[at] = m_pending.back();
        m_entries[m_pending[at].slot].pendingAt = at + 1;
        if (m_keepDocuments)
            m_pendingDocuments[at] = std::move(m_pendingDocuments.back());
    }
    m_pending.pop_back();
    if (m_keepDocuments)
        m_pendingDocuments.pop_back();
    entry.pendingAt = 0;
}

void LiveSet::remove(JobSlot slot, RemovalCause cause)
{
    Entry &entry = m_entries[slot];
    Q_ASSERT(entry.isUsed);
    dropPending(entry);
    if (entry.isSent)
        m_removals.push_back({slot, cause});
    m_index.remove(hashOf(slot), slot, [this](JobSlot other) { return hashOf(other); });
    for (const StringId held : {entry.user, entry.type, entry.server, entry.reason})
        m_strings.release(held);
    if (entry.isIdPooled)
        m_strings.release(static_cast<StringId>(entry.id.low));
    entry.isUsed = false;
    m_freedSinceBatch.push_back(slot);
    --m_size;
}

void LiveSet::appendId(JobSlot slot, QByteArray &to) const
{
    const Entry &entry = m_entries[slot];
    if (entry.isIdPooled) {
        to += m_strings.text(static_cast<StringId>(entry.id.low));
        return;
    }
    std::array<char, 36> text;
    entry.id.writeUuid(text.data());
    to.append(text.data(), text.size());
}

bool LiveSet::isPastDeadline(JobSlot slot, qint64 serverNow) const
{
    const qint64 expiresAt = m_entries[slot].expiresAt;
    return expiresAt != 0 && serverNow >= expiresAt - expiryToleranceMs;
}

bool LiveSet::sameValue(JobSlot slot, QByteArrayView value) const
{
    return m_entries[slot].valueHash == qHashBits(value.data(), static_cast<size_t>(value.size()), m_seed);
}

void LiveSet::beginListing(quint8 node)
{
    if (node >= m_listings.size())
        m_listings.resize(node + 1U);
    ++m_listings[node];
}

std::vector<JobSlot> LiveSet::unseen(quint8 node) const
{
    std::vector<JobSlot> slots_;
    for (JobSlot slot = 0; slot < m_entries.size(); ++slot) {
        const Entry &entry = m_entries[slot];
        if (entry.isUsed && entry.node == node && entry.listing != m_listings[node])
            slots_.push_back(slot);
    }
    return slots_;
}

void LiveSet::schedule(JobSlot slot)
{
    Entry &entry = m_entries[slot];
    if (entry.expiresAt == 0)
        return;
    if (m_wheelOrigin == 0)
        m_wheelOrigin = entry.expiresAt - 10 * m_schema.fullTtl.count();
    const quint32 bucket = ExpiryWheel::bucketOf(entry.expiresAt, m_wheelOrigin);
    // Moved later: left where it is, due() moves it on. Most jobs are rewritten many times before they
    // expire.
    if (entry.bucket != 0 && entry.bucket <= bucket)
        return;
    entry.bucket = bucket;
    m_wheel.add(bucket, slot);
}

std::vector<JobSlot> LiveSet::due(qint64 serverNow)
{
    std::vector<JobSlot> found;
    std::vector<std::pair<quint32, JobSlot>> later;
    if (m_wheelOrigin == 0)
        return found;
    const auto now
        = static_cast<quint32>(std::max<qint64>(0, (serverNow - m_wheelOrigin) >> ExpiryWheel::bucketShift));
    m_wheel.advance(now, [&](JobSlot slot, quint32 bucket) {
        Entry &entry = m_entries[slot];
        if (!entry.isUsed || entry.bucket != bucket)
            return;
        entry.bucket = 0;
        if (entry.expiresAt == 0)
            return;
        if (entry.expiresAt <= serverNow)
            found.push_back(slot);
        const qint64 next = std::max(entry.expiresAt, serverNow + lookAgainMs);
        later.emplace_back(ExpiryWheel::bucketOf(next, m_wheelOrigin), slot);
    });
    for (const auto &[bucket, slot] : later) {
        m_entries[slot].bucket = bucket;
        m_wheel.add(bucket, slot);
    }
    return found;
}

bool LiveSet::hasPending() const
{
    return !m_pending.empty() || !m_removals.empty();
}

FeedBatch LiveSet::takePending()
{
    FeedBatch batch;
    batch.strings = m_strings.takeUpdates();
    batch.removals = std::exchange(m_removals, {});
    batch.upserts = std::exchange(m_pending, {});
    batch.documents = std::exchange(m_pendingDocuments, {});
    for (const JobRow &row : batch.upserts) {
        m_entries[row.slot].pendingAt = 0;
        m_entries[row.slot].isSent = true;
    }
    m_free.insert(m_free.end(), m_freedSinceBatch.begin(), m_freedSinceBatch.end());
    m_freedSinceBatch.clear();
    return batch;
}

} // namespace emberwatch

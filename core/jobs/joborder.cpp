// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/joborder.h"

#include "core/jobs/jobmeasures.h"

#include <QtEndian>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <numeric>

namespace emberwatch {

namespace {

constexpr quint64 unknown = std::numeric_limits<quint64>::max();
constexpr size_t uuidLength = 36;

struct SortKey
{
    quint64 value = 0;
    quint64 id = 0; ///< the first bytes of the promptId: spares most of the ties a walk to the rows
    JobSlot slot = 0;
};

quint64 inDirection(quint64 key, bool isDescending)
{
    return isDescending ? unknown - 1 - key : key;
}

/// Later is smaller: what is young has a small age.
quint64 sinceKey(qint64 moment)
{
    return static_cast<quint64>(std::numeric_limits<qint64>::max() - std::max<qint64>(moment, 0));
}

} // namespace

bool JobOrder::sortsByText() const
{
    return m_sorting.column == JobColumn::Type || m_sorting.column == JobColumn::User
        || m_sorting.column == JobColumn::Server;
}

StringId JobOrder::textOf(const JobRow &row) const
{
    switch (m_sorting.column) {
    case JobColumn::User:
        return row.user;
    case JobColumn::Server:
        return row.server;
    default:
        return row.type;
    }
}

quint64 JobOrder::numberOf(const JobRow &row) const
{
    const bool isDescending = m_sorting.isDescending;
    switch (m_sorting.column) {
    case JobColumn::Status:
        return row.isReadable() ? inDirection(static_cast<quint64>(row.status), isDescending) : unknown;
    case JobColumn::Progress: {
        // The bits of floats that are not negative sort as the floats do.
        const auto progress = progressOf(row);
        return progress ? inDirection(std::bit_cast<quint32>(*progress + 0.0F), isDescending) : unknown;
    }
    case JobColumn::Age:
        return row.has(JobRow::HasStartedAt) ? inDirection(sinceKey(row.startedAt), isDescending) : unknown;
    case JobColumn::Silence:
        return row.has(JobRow::HasTtl) ? inDirection(sinceKey(row.expiresAt), isDescending) : unknown;
    case JobColumn::Ttl:
        return row.has(JobRow::HasTtl)
            ? inDirection(static_cast<quint64>(std::max<qint64>(row.expiresAt, 0)), isDescending)
            : unknown;
    default:
        return unknown;
    }
}

int JobOrder::compareTexts(StringId a, StringId b) const
{
    if (a == b)
        return 0;
    const QByteArray &textA = m_table->strings().text(a);
    const QByteArray &textB = m_table->strings().text(b);
    if (textA.isEmpty() != textB.isEmpty())
        return textA.isEmpty() ? 1 : -1;
    int order = qstrnicmp(textA.constData(), textA.size(), textB.constData(), textB.size());
    if (order == 0)
        order = QByteArrayView(textA).compare(textB);
    return m_sorting.isDescending ? -order : order;
}

int JobOrder::compareIds(const JobRow &a, const JobRow &b) const
{
    if (!a.has(JobRow::IdIsPooled) && !b.has(JobRow::IdIsPooled)) {
        if (a.id.high != b.id.high)
            return a.id.high < b.id.high ? -1 : 1;
        return a.id.low == b.id.low ? 0 : a.id.low < b.id.low ? -1 : 1;
    }
    return QByteArrayView(m_table->idOf(a)).compare(m_table->idOf(b));
}

bool JobOrder::isLess(const JobRow &a, const JobRow &b) const
{
    if (m_sorting.column == JobColumn::PromptId)
        return m_sorting.isDescending ? compareIds(b, a) < 0 : compareIds(a, b) < 0;
    if (sortsByText()) {
        if (const int order = compareTexts(textOf(a), textOf(b)); order != 0)
            return order < 0;
    } else {
        const quint64 keyA = numberOf(a);
        const quint64 keyB = numberOf(b);
        if (keyA != keyB)
            return keyA < keyB;
    }
    return compareIds(a, b) < 0;
}

bool JobOrder::isSamePlace(const JobRow &a, const JobRow &b) const
{
    return sortsByText() ? textOf(a) == textOf(b) : numberOf(a) == numberOf(b);
}

quint64 JobOrder::idPrefix(const JobRow &row) const
{
    std::array<char, uuidLength> bytes{};
    if (row.has(JobRow::IdIsPooled)) {
        const QByteArray &text = m_table->strings().text(static_cast<StringId>(row.id.low));
        std::memcpy(
            bytes.data(), text.constData(), std::min(sizeof(quint64), static_cast<size_t>(text.size())));
    } else {
        row.id.writeUuid(bytes.data());
    }
    return qFromBigEndian<quint64>(bytes.data());
}

/// The place of each text among all texts; equal texts share one. Already in the direction of the sorting.
std::vector<quint32> JobOrder::textRanks() const
{
    std::vector<StringId> ids(m_table->strings().size());
    std::iota(ids.begin(), ids.end(), 0U);
    std::sort(ids.begin(), ids.end(), [this](StringId a, StringId b) { return compareTexts(a, b) < 0; });
    std::vector<quint32> ranks(ids.size());
    quint32 rank = 0;
    for (size_t i = 0; i < ids.size(); ++i) {
        if (i > 0 && compareTexts(ids[i - 1], ids[i]) != 0)
            ++rank;
        ranks[ids[i]] = rank;
    }
    return ranks;
}

void JobOrder::sort(std::vector<JobSlot> &slotsToSort) const
{
    const bool byId = m_sorting.column == JobColumn::PromptId;
    const std::vector<quint32> ranks = sortsByText() ? textRanks() : std::vector<quint32>();
    std::vector<SortKey> keys;
    keys.reserve(slotsToSort.size());
    for (const JobSlot slot : slotsToSort) {
        const JobRow &row = m_table->row(slot);
        const quint64 id = idPrefix(row);
        const quint64 idKey = byId && m_sorting.isDescending ? ~id : id;
        quint64 value = 0;
        if (sortsByText())
            value = ranks[textOf(row) < ranks.size() ? textOf(row) : 0];
        else if (!byId)
            value = numberOf(row);
        keys.push_back({value, idKey, slot});
    }
    std::sort(keys.begin(), keys.end(), [this](const SortKey &a, const SortKey &b) {
        if (a.value != b.value)
            return a.value < b.value;
        return a.id != b.id ? a.id < b.id : isLess(a.slot, b.slot);
    });
    std::transform(
        keys.begin(), keys.end(), slotsToSort.begin(), [](const SortKey &key) { return key.slot; });
}

std::optional<size_t> JobOrder::find(const std::vector<JobSlot> &order, JobSlot slot) const
{
    const auto at = std::lower_bound(
        order.begin(), order.end(), slot, [this](JobSlot a, JobSlot b) { return isLess(a, b); });
    if (at == order.end() || *at != slot)
        return std::nullopt;
    return static_cast<size_t>(at - order.begin());
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/feedbatch.h"
#include "core/jobs/jobtable.h"

#include <QByteArray>

#include <random>
#include <vector>

namespace emberwatch {

/// Makes batches as a feed makes them, out of random jobs: slots are given again one batch after their job is
/// gone, shared texts have numbers that are given again at once, some ids are no UUIDs, some jobs are not
/// readable.
class FeedSimulator
{
public:
    explicit FeedSimulator(quint32 seed, int users = 500)
        : m_random(seed)
    {
        for (int i = 0; i < users; ++i)
            m_users.push_back(addText("usr_" + QByteArray::number(20000 + i)));
        m_users.push_back(0);
        for (const char *type : {"image_generation", "lora_training", "face_swap", "character_sheet"})
            m_types.push_back(addText(type));
        for (int i = 1; i <= 4; ++i)
            m_servers.push_back(addText("http://gpu-" + QByteArray::number(i) + ":8188"));
        m_reason = addText("not JSON (byte 17)");
    }

    static constexpr qint64 fullTtl = 7'200'000;
    /// The simulated moment, by all clocks; moves on with each batch.
    qint64 now = 1'763'905'000'000;
    /// One in so many jobs has an id that is no UUID, or is not readable. 0: none.
    int oddOneIn = 20;

    /// What a chain of all batches adds up to.
    [[nodiscard]] const JobTable &table() const { return m_table; }
    [[nodiscard]] const std::vector<JobSlot> &live() const { return m_live; }

    [[nodiscard]] FeedBatchPtr next(int added, int changed, int removed)
    {
        now += 33;
        auto batch = std::make_shared<FeedBatch>();
        std::vector<bool> touched;
        const auto touch = [&touched](JobSlot slot) {
            if (slot >= touched.size())
                touched.resize(slot + 1U);
            const bool isFirst = !touched[slot];
            touched[slot] = true;
            return isFirst;
        };
        std::vector<JobSlot> freed;
        for (int i = 0; i < removed && !m_live.empty(); ++i) {
            const size_t at = below(m_live.size());
            const JobSlot slot = m_live[at];
            m_live[at] = m_live.back();
            m_live.pop_back();
            touch(slot);
            batch->removals.push_back({slot, RemovalCause::Deleted});
            freed.push_back(slot);
            if (m_table.row(slot).has(JobRow::IdIsPooled))
                m_freeTexts.push_back(static_cast<StringId>(m_table.row(slot).id.low));
        }
        for (int i = 0; i < changed && !m_live.empty(); ++i) {
            const JobSlot slot = m_live[below(m_live.size())];
            if (touch(slot))
                batch->upserts.push_back(changedRow(m_table.row(slot)));
        }
        for (int i = 0; i < added; ++i) {
            const JobSlot slot = takeSlot();
            batch->upserts.push_back(newRow(slot));
            m_live.push_back(slot);
        }
        m_free.insert(m_free.end(), freed.begin(), freed.end());
        batch->strings = std::exchange(m_newTexts, {});
        batch->statistics.events = added + changed + removed;
        m_table.apply(*batch);
        return batch;
    }

private:
    [[nodiscard]] size_t below(size_t end)
    {
        return std::uniform_int_distribution<size_t>(0, end - 1)(m_random);
    }
    [[nodiscard]] bool isOdd() { return oddOneIn > 0 && below(static_cast<size_t>(oddOneIn)) == 0; }

    StringId addText(const QByteArray &text)
    {
        StringId id = m_lastText + 1;
        if (m_freeTexts.empty()) {
            ++m_lastText;
        } else {
            id = m_freeTexts.back();
            m_freeTexts.pop_back();
        }
        m_newTexts.push_back({id, text});
        return id;
    }

    JobSlot takeSlot()
    {
        if (m_free.empty())
            return m_slotEnd++;
        const JobSlot slot = m_free.back();
        m_free.pop_back();
        return slot;
    }

    JobRow newRow(JobSlot slot)
    {
        JobRow row;
        row.slot = slot;
        if (isOdd()) {
            row.id.low = addText("odd id " + QByteArray::number(++m_oddIds));
            row.flags |= JobRow::IdIsPooled;
        } else {
            row.id = {m_random(), m_random()};
        }
        row.startedAt = now - static_cast<qint64>(below(3'000'000));
        row.flags |= JobRow::HasStartedAt;
        row.type = m_types[below(m_types.size())];
        row.user = m_users[below(m_users.size())];
        row.server = m_servers[below(m_servers.size())];
        return changedRow(row);
    }

    JobRow changedRow(JobRow row)
    {
        row.flags &= static_cast<quint8>(~JobRow::HasTtl);
        if (!isOdd()) {
            row.flags |= JobRow::HasTtl;
            row.expiresAt = now + fullTtl - static_cast<qint64>(below(1000));
        }
        row.unreadable = isOdd() ? Unreadable::NotJson : Unreadable::No;
        row.reason = row.isReadable() ? 0 : m_reason;
        row.status = static_cast<JobStatus>(below(4));
        row.progress = static_cast<float>(below(101));
        return row;
    }

    std::mt19937_64 m_random;
    JobTable m_table;
    std::vector<JobSlot> m_live;
    std::vector<JobSlot> m_free;
    std::vector<StringUpdate> m_newTexts;
    std::vector<StringId> m_freeTexts;
    std::vector<StringId> m_users;
    std::vector<StringId> m_types;
    std::vector<StringId> m_servers;
    StringId m_reason = 0;
    StringId m_lastText = 0;
    JobSlot m_slotEnd = 0;
    int m_oddIds = 0;
};

} // namespace emberwatch

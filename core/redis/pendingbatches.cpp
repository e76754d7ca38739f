// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/pendingbatches.h"

#include <algorithm>
#include <utility>

namespace emberwatch::redis {

namespace {

/// Reads "*12\r\n" or "$12\r\n" at `at` and leaves `at` behind it.
qsizetype headAt(QByteArrayView encoded, qsizetype &at)
{
    const qsizetype end = encoded.indexOf('\r', at);
    const qsizetype value = encoded.sliced(at + 1, end - at - 1).toLongLong();
    at = end + 2;
    return value;
}

/// The number of words of the command at `at`; leaves `at` behind the command.
qsizetype wordsAt(QByteArrayView encoded, qsizetype &at)
{
    const qsizetype words = headAt(encoded, at);
    for (qsizetype i = 0; i < words; ++i)
        at += headAt(encoded, at) + 2;
    return words;
}

} // namespace

void PendingBatch::answer(Result<Reply> result) const
{
    if (handler && (!hasContext || context))
        handler(std::move(result));
}

void PendingBatches::add(PendingBatch batch)
{
    if (m_batches.empty())
        m_oldestSince = batch.sentAt;
    m_batches.push_back(std::move(batch));
}

void PendingBatches::addPush(const Commands &commands, PendingBatch::Moment now)
{
    const QByteArrayView encoded = commands.encoded();
    for (qsizetype at = 0; at < encoded.size();) {
        PendingBatch batch;
        batch.replies = static_cast<int>(std::max<qsizetype>(wordsAt(encoded, at) - 1, 1)); // one per channel
        batch.isPush = true;
        batch.sentAt = now;
        add(std::move(batch));
    }
}

Reply &PendingBatches::collecting()
{
    if (m_collecting.isEmpty() && !oldest().isBare)
        m_collecting.beginArray(oldest().replies);
    return m_collecting;
}

std::optional<PendingBatches::Complete> PendingBatches::countReply(PendingBatch::Moment now)
{
    if (--m_batches.front().replies > 0)
        return std::nullopt;
    Complete complete{std::move(m_batches.front()), std::exchange(m_collecting, Reply())};
    if (!complete.batch.isBare)
        complete.reply.endArray(0);
    m_batches.pop_front();
    m_oldestSince = now;
    return complete;
}

void PendingBatches::countConfirmation()
{
    const auto isPush = [](const PendingBatch &batch) { return batch.isPush; };
    const auto push = std::find_if(m_batches.begin(), m_batches.end(), isPush);
    if (push != m_batches.end() && --push->replies == 0)
        m_batches.erase(push);
}

void PendingBatches::dropOldestPush()
{
    Q_ASSERT(!isEmpty() && oldest().isPush);
    m_batches.pop_front();
}

std::optional<PendingBatch::Moment> PendingBatches::waitingSince() const
{
    if (isEmpty() || oldest().isPush)
        return std::nullopt;
    return std::max(oldest().sentAt, m_oldestSince);
}

std::deque<PendingBatch> PendingBatches::takeAll()
{
    m_collecting.clear();
    return std::exchange(m_batches, {});
}

} // namespace emberwatch::redis

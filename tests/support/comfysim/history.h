// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/job.h"

#include <QHash>

#include <map>

namespace emberwatch::comfysim {

enum class Outcome
{
    Success,
    Error,
    Interrupted
};

/// What is kept of a job that has ended.
struct HistoryEntry
{
    JobRef job;
    Outcome outcome = Outcome::Success;
    QByteArray outputs = "{}"; ///< JSON: node id to UI output
    QByteArray status; ///< JSON: {status_str, completed, messages}
    QByteArray meta = "{}";
    QByteArray previewOutput; ///< JSON of the first file; null: none
    QByteArray executionError; ///< JSON of the message; null: did not fail
    int outputsCount = 0;
    bool hidesFailure = false; ///< called a success although it failed
    qint64 startTime = 0; ///< ms
    qint64 endTime = 0;

    /// As GET /history shows it.
    [[nodiscard]] QByteArray text() const;
};

/// The newest entries, by id and in the order of completion. An id that ends twice keeps its first place and
/// its last entry, as Python's dictionaries do.
class History
{
public:
    explicit History(const qsizetype &limit)
        : m_limit(limit)
    {
    }

    void add(const HistoryEntry &entry);
    void remove(const QByteArray &id);
    void clear();
    /// Drops the oldest until so many are left.
    void evict(qsizetype keep);

    [[nodiscard]] const HistoryEntry *find(const QByteArray &id) const;
    /// `{id: entry}` or `{}`
    [[nodiscard]] QByteArray textOf(const QByteArray &id) const;
    /// Oldest first.
    ///
    /// @param first  position counted from the oldest
    [[nodiscard]] QByteArray textOf(qsizetype first, qsizetype count) const;
    [[nodiscard]] QList<const HistoryEntry *> entries() const;
    [[nodiscard]] qsizetype size() const { return m_places.size(); }

private:
    struct Kept
    {
        HistoryEntry entry;
        QByteArray text;
    };

    const qsizetype &m_limit;
    QHash<QByteArray, quint64> m_places;
    std::map<quint64, Kept> m_kept;
    quint64 m_nextPlace = 0;
};

} // namespace emberwatch::comfysim

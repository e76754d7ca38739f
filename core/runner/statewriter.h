// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/backoff.h"
#include "core/jobs/jobstore.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace emberwatch {

struct WriterOptions
{
    /// Between two writes of one job, except for a new status. At most four a second, and the newest is there
    /// within 300 ms.
    std::chrono::milliseconds between{250};
    /// What is due is gathered for so long, so that many jobs share a round trip.
    std::chrono::milliseconds gather{20};
    /// An unchanged state is written again: the sign of life that others measure silence by.
    std::chrono::milliseconds heartbeat{20'000};
    std::chrono::milliseconds firstRetry{200};
    std::chrono::milliseconds lastRetry{2'000};
};

/// Keeps the states of our own jobs in Redis as they ought to be: as their producer, with the full TTL, by
/// one compare-and-set a write against the bytes that stood last. What others wrote meanwhile is merged into,
/// never overwritten; an end that others wrote stands.
///
/// One batch is under way at a time; what changes meanwhile is in the next. One thread.
class StateWriter : public QObject
{
    Q_OBJECT
public:
    /// Whether a job's state is ours to write at this moment (its lease).
    using MayWrite = std::function<bool(const PromptId &)>;

    /// @param store  outlives it
    StateWriter(JobStore *store, JobSchema schema, MayWrite mayWrite, WriterOptions options = {},
        QObject *parent = nullptr);

    /// From now on.
    /// @param standing  its bytes in Redis
    void add(const PromptId &id, const QByteArray &standing);
    /// Nothing more is sent; a write under way still may arrive, and then changes nothing that was written
    /// since.
    void remove(const PromptId &id);
    [[nodiscard]] bool contains(const PromptId &id) const { return m_entries.contains(id); }

    /// How it ought to be. Of what is not set, Redis's is left.
    void want(const PromptId &id, const JobEdit &edit);
    /// Others shall see its silence: no signs of life without a change.
    void setHeartbeat(const PromptId &id, bool isOn);
    /// Its lease was obtained, or Redis is back: now, not at the next heartbeat.
    void writeNow(const PromptId &id);

    /// The bytes of the last write that stood.
    [[nodiscard]] QByteArray standing(const PromptId &id) const;
    /// These bytes with what is wanted.
    [[nodiscard]] QByteArray wanted(const PromptId &id) const;
    /// What is wanted stands.
    [[nodiscard]] bool isWritten(const PromptId &id) const;
    /// When it was written last.
    [[nodiscard]] std::chrono::steady_clock::time_point writtenAt(const PromptId &id) const;
    /// A batch is under way.
    [[nodiscard]] bool isBusy() const { return m_isBusy; }
    /// Redis has not taken what is to be written; false where nothing is.
    [[nodiscard]] bool isAway() const { return m_isAway; }
    [[nodiscard]] qint64 writes() const { return m_writes; }
    [[nodiscard]] qint64 merges() const { return m_merges; }

Q_SIGNALS:
    void written(const emberwatch::PromptId &id);
    /// Others wrote it since our last write: its producer lives. It is merged into.
    void overtaken(const emberwatch::PromptId &id);
    /// Others have written an end, or what is no job: nothing more is written.
    void takenOver(const emberwatch::PromptId &id, const QString &why);
    /// The key was gone and was written anew.
    void recreated(const emberwatch::PromptId &id);
    void awayChanged(bool isAway, const QString &why);

private:
    struct Entry
    {
        QByteArray standing;
        JobEdit edit;
        bool isDirty = false;
        bool isUrgent = false; ///< not bound by the time between two writes
        bool hasHeartbeat = true;
        bool isAlone = false; ///< being written anew
        std::chrono::steady_clock::time_point writtenAt;
    };
    struct Batch
    {
        QList<ConditionalWrite> writes;
        QList<JobEdit> edits; ///< that they carry
    };

    void schedule();
    void flush();
    [[nodiscard]] Batch takeDue();
    void onBatch(const Batch &batch, const QList<Result<WriteOutcome>> &outcomes);
    void onOutcome(const ConditionalWrite &write, const JobEdit &edit, const WriteOutcome &outcome);
    void onUnanswered(const PromptId &id);
    void stand(const PromptId &id, Entry &entry, const QByteArray &bytes, const JobEdit &edit);
    void mergeInto(const PromptId &id, const QByteArray &current);
    void recreate(const PromptId &id);
    void onRecreated(const PromptId &id, const QByteArray &bytes, const Result<WriteOutcome> &outcome);
    void giveUp(const PromptId &id, const QString &why);
    void onError(const Error &why);
    void onAnswered();
    void beat();
    static QCoro::Task<Result<WriteOutcome>> writeAnew(
        JobStore *store, PromptId id, QByteArray bytes, std::chrono::milliseconds fullTtl);

    JobStore *m_store;
    JobSchema m_schema;
    MayWrite m_mayWrite;
    WriterOptions m_options;
    QHash<PromptId, Entry> m_entries;
    QTimer m_timer;
    QTimer m_heartbeat;
    Backoff m_backoff;
    bool m_isBusy = false;
    bool m_isAway = false;
    qint64 m_writes = 0;
    qint64 m_merges = 0;
};

} // namespace emberwatch

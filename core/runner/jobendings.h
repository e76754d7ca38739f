// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/jobsettler.h"
#include "core/runner/endedjob.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace emberwatch {

struct EndingsOptions
{
    std::chrono::milliseconds gather{50}; ///< jobs that end together are settled together
    std::chrono::milliseconds retry{5'000};
    std::chrono::milliseconds retention{60'000}; ///< from the claim to the deletion of the key
    std::chrono::milliseconds fullTtl{7'200'000};
    std::function<bool()> isOnHold; ///< nothing deleted, nothing failed by absence
    std::function<ServerEpoch()> epoch;
};

/// Settles our jobs at their end: claim, record, journal, in batches; asks again until it is done; and
/// deletes the key once its retention is over.
class JobEndings : public QObject
{
    Q_OBJECT
public:
    /// @param settler, jobs  outlive it
    /// @param records  nullptr: it is not known whether there is a database; then nothing is failed by
    /// absence
    JobEndings(JobSettler *settler, JobStore *jobs, RecordStore *records, EndingsOptions options,
        QObject *parent = nullptr);

    void add(const EndedJob &job);
    /// The same where others held its lease meanwhile: what they left is read first.
    void addAfterOthers(const EndedJob &job);
    /// Others have it: nothing more is tried.
    void remove(const PromptId &id);
    /// A key that was written for nothing: deleted as soon as may be.
    void discard(const PromptId &id, const QByteArray &value) { clean(id, value); }
    /// Something is being written at this moment.
    [[nodiscard]] bool isBusy() const { return m_isBusy || m_cleaningNow > 0; }
    /// Redis is back: now, not at the next retry.
    void tryNow();
    /// Deletions that are still to come are given up: the keys expire by themselves.
    void stop();

Q_SIGNALS:
    /// Its state says the end now, and its record where it has one. @param text  mostly empty
    void settled(const emberwatch::PromptId &id, const QString &text);
    /// Others have decided otherwise, or there is no readable state: it is left as it is.
    void left(const emberwatch::PromptId &id, const QString &why);
    /// It was not possible now, and is tried again.
    void postponed(const emberwatch::PromptId &id, const QString &why);

private:
    using Rows = QHash<PromptId, JobRecord>;

    void settleAll();
    void onRows(const QList<EndedJob> &jobs, const Result<QList<JobRecord>> &rows);
    void settleWith(const QList<EndedJob> &jobs, const Rows &rows);
    void onSettled(const QList<EndedJob> &jobs, const Result<QList<SettledJob>> &outcomes);
    void take(const EndedJob &job, const SettledJob &outcome);
    void lookAgain(const EndedJob &job);
    void onLooked(EndedJob job, const Result<JobReading> &reading);
    void onNewState(const EndedJob &job, const JobReading &reading);
    void recreate(const EndedJob &job, JobReading reading);
    void postponeAll(const QList<EndedJob> &jobs, const QString &why);
    void finish(const EndedJob &job, const QByteArray &value, const QString &text);
    void cleanLater(const PromptId &id, const QByteArray &value);
    void clean(const PromptId &id, const QByteArray &value);
    static QCoro::Task<Result<QList<CleanedKey>>> cleanKey(
        JobSettler *settler, JobStore *jobs, PromptId id, QByteArray value, ServerEpoch epoch);

    JobSettler *m_settler;
    JobStore *m_jobs;
    RecordStore *m_records;
    EndingsOptions m_options;
    QHash<PromptId, EndedJob> m_open;
    QTimer m_timer;
    std::unique_ptr<QObject> m_cleaning; ///< context of the deletions to come
    int m_cleaningNow = 0; ///< deletions under way
    bool m_isBusy = false;
    bool m_isWantedAgain = false; ///< more came meanwhile
};

} // namespace emberwatch

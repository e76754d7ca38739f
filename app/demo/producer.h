// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/dice.h"
#include "app/demo/jobplan.h"
#include "core/redis/connection.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <vector>

namespace emberwatch::demo {

/// One application server: it writes the states of the jobs it has submitted, as the real ones do. Each
/// update is a GET, a merge and a SET; nobody looks whether somebody else has written in between. Final
/// states are deleted after a minute. A job whose key is gone is forgotten, and so is one whose value cannot
/// be read.
class Producer : public QObject
{
    Q_OBJECT
public:
    struct Habits
    {
        JobSchema schema;
        std::chrono::milliseconds pace{4000}; ///< between two writes of the progress of one job
    };

    Producer(redis::ConnectionOptions server, Habits habits, quint64 seed, QObject *parent = nullptr);

    /// Submits the job: its key is written, and from now on kept up to date.
    void submit(JobPlan plan);
    /// Takes a job that has been under way already. Its key looks as if it had been written at `lastWrite`.
    void takeOver(JobPlan plan, Timestamp now, Timestamp lastWrite);
    /// Writes the state of a job as somebody left it at `lastWrite`, and forgets it.
    void leaveBehind(const JobPlan &plan, Timestamp now, Timestamp lastWrite);
    /// Writes the progress of a job that another producer owns, too: the two race.
    void shadow(JobPlan plan);

    /// When a producer wrote last about a job that is under way at `now`.
    [[nodiscard]] Timestamp lastWriteBefore(const JobPlan &plan, Timestamp now);

    /// Dies with all it had in hand, and comes back without any memory of it.
    /// @return the number of jobs that nobody cares for any more
    int crash();

    [[nodiscard]] bool isUp() const { return m_connection.isReady(); }
    [[nodiscard]] int jobCount() const { return static_cast<int>(m_jobs.size()); }

private:
    struct Job
    {
        JobPlan plan;
        Timestamp due; ///< next write
        bool isOurs = true; ///< we write its end and delete it
        bool isUnderWay = false; ///< a GET or SET of it has not been answered
    };
    using Batch = std::vector<QByteArray>; ///< promptIds

    void tick();
    [[nodiscard]] Batch takeDue(Timestamp now);
    void readAndUpdate(Batch batch);
    void update(const Batch &batch, const Result<redis::Reply> &read);
    void write(const Batch &batch, const redis::Commands &commands);
    void rest(const QByteArray &id, Timestamp now);
    void removeFinished(Timestamp now);
    [[nodiscard]] Timestamp nextWrite(const Job &job, Timestamp now);
    [[nodiscard]] std::chrono::milliseconds paceOf(const JobPlan &plan);
    void set(const JobPlan &plan, const Stage &stage, std::chrono::seconds ttl);
    [[nodiscard]] QByteArray keyOf(const QByteArray &id) const { return m_habits.schema.prefix + id; }

    redis::Connection m_connection;
    Habits m_habits;
    Dice m_dice;
    QString m_clientId; ///< of its ComfyUI connection
    QHash<QByteArray, Job> m_jobs;
    QTimer m_tick;
    QTimer m_rebirth;
};

} // namespace emberwatch::demo

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/jobfollower.h"
#include "core/runner/joblease.h"
#include "core/runner/runnerjob.h"
#include "core/runner/spool.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <optional>

namespace emberwatch {

class ServerFollower;

/// One job of a runner: what is known of it, whose it is, and where it stands. New, taken over and spooled
/// jobs differ in how they begin, and in nothing afterwards.
class TrackedJob : public QObject
{
    Q_OBJECT
public:
    using Moment = std::chrono::steady_clock::time_point;

    enum class Origin : quint8
    {
        Submitted,
        Taken, ///< its producer may live
        Spooled, ///< a runner of ours left it on the disk
    };

    struct Beginning
    {
        Origin origin = Origin::Submitted;
        JobState job;
        QByteArray standing; ///< its bytes in Redis; empty: it is to be created
        /// Since its producer wrote last; nullopt: not known, counts as not silent.
        std::optional<std::chrono::milliseconds> silence;
    };

    TrackedJob(Beginning beginning, TypePolicy limits, redis::Connection *connection,
        const LeaseHolder &holder, const JobLeaseOptions &leaseOptions, QObject *parent);

    [[nodiscard]] const PromptId &id() const { return m_follower.promptId(); }
    [[nodiscard]] JobFollower &follower() { return m_follower; }
    [[nodiscard]] const JobFollower &follower() const { return m_follower; }
    [[nodiscard]] JobLease &lease() { return m_lease; }
    [[nodiscard]] const JobLease &lease() const { return m_lease; }
    [[nodiscard]] Origin origin() const { return m_origin; }

    /// Others wrote its state: its producer lives.
    void noteForeignWrite();
    /// Since then its producer is silent, as far as we know.
    [[nodiscard]] Moment lastForeignWrite() const { return m_lastForeignWrite; }
    /// Whether its stream may be taken, by the rule of correctness.md 5; asks again by itself when time alone
    /// will allow it.
    void considerStream(std::chrono::milliseconds producerSilence);
    [[nodiscard]] bool mayTakeStream() const { return m_mayTakeStream; }

    // What the runner keeps of it.
    QPointer<ServerFollower> watch;
    QByteArray standing; ///< of the beginning, until the writer knows better
    bool isOurs = false; ///< its lease was held by us at some time: its state is ours to bring to Redis
    bool isSaved = false; ///< there is a state in Redis
    bool isCreating = false;
    bool isReadingEnd = false;
    bool hasGraph = false;
    std::optional<comfyui::JobEvidence> end;
    SpooledJob spooled; ///< as it is on the disk
    Moment spooledAt;
    QString text;
    RunnerJob shown; ///< as it was told last

Q_SIGNALS:
    /// Once.
    void streamAllowed();
    /// It is known whose it is, or that it cannot be known now.
    void leaseAnswered();

private:
    JobFollower m_follower;
    JobLease m_lease;
    Origin m_origin;
    Moment m_lastForeignWrite;
    std::chrono::milliseconds m_producerSilence{0};
    QTimer m_silence;
    bool m_mayTakeStream = false;
};

} // namespace emberwatch

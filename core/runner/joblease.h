// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/operations/lease.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <optional>

namespace emberwatch {

struct JobLeaseOptions
{
    LeaseTimes times;
    std::chrono::milliseconds askEvery{2'000}; ///< while another holds it, or after an error
    /// Another who still has it after so long keeps it alive: the job is his. A dead holder's has ended by
    /// then.
    std::chrono::milliseconds patience{45'000};
};

/// A job's lease, wanted for as long as the job is followed: asked for again after it was lost, and while
/// another holds it, because a holder that was killed leaves it behind for up to 30 s.
class JobLease : public QObject
{
    Q_OBJECT
public:
    JobLease(redis::Connection *connection, const PromptId &id, const LeaseHolder &holder,
        JobLeaseOptions options = {}, QObject *parent = nullptr);

    /// Asks now, and again until it is held or given up.
    void want();
    void release();
    /// The state in Redis is ours to write.
    [[nodiscard]] bool isHeld() const { return m_lease.isValid(); }
    /// Who has it, as far as was told; nullopt: nobody, we, or unknown.
    [[nodiscard]] const std::optional<LeaseHolder> &otherHolder() const { return m_other; }
    /// It is wanted, and the last time it was asked for there was no answer: Redis is away or full.
    [[nodiscard]] bool isUnanswered() const { return m_isUnanswered; }
    /// The last answer was that another has it.
    [[nodiscard]] bool wasRefused() const { return m_refusedSince.has_value(); }
    /// Another had it since it was first wanted.
    [[nodiscard]] bool wasHeldByOthers() const { return m_wasHeldByOthers; }
    /// Whoever had it before us was a runner of ours: only such leave a name.
    [[nodiscard]] bool wasHeldByOurs() const { return m_wasHeldByOurs; }

Q_SIGNALS:
    void obtained();
    /// Another has it now. Asked again by itself.
    void refused();
    /// Another has it still, though a dead one would have lost it: nothing more is asked.
    void refusedForGood();
    /// The answer to want(), or to a repetition of it, was an error: Redis is away.
    void unanswered(const emberwatch::Error &why);

private:
    void ask();
    void onAnswer(const Result<LeaseAnswer> &answer);

    QPointer<redis::Connection> m_connection;
    JobLeaseOptions m_options;
    Lease m_lease;
    QTimer m_again;
    bool m_isWanted = false;
    bool m_isAsking = false;
    bool m_isUnanswered = false;
    bool m_wasHeldByOthers = false;
    bool m_wasHeldByOurs = false;
    std::optional<LeaseHolder> m_other;
    std::optional<std::chrono::steady_clock::time_point> m_refusedSince;
};

} // namespace emberwatch

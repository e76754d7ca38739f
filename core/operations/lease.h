// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/operations/leaseclocks.h"
#include "core/operations/leasetoken.h"
#include "core/redis/connection.h"

#include <QCoroTask>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace emberwatch {

template <typename T> class Answer;

/// How a lease is kept (correctness.md 5).
struct LeaseTimes
{
    std::chrono::milliseconds length{30'000}; ///< PX
    std::chrono::milliseconds renewEvery{10'000};
    std::chrono::milliseconds retryEvery{1'000}; ///< after a renewal that failed
    std::chrono::milliseconds margin{5'000}; ///< with less than this left nothing new is started
};

/// What came of asking for a lease.
struct LeaseAnswer
{
    bool isHeld = false;
    std::optional<LeaseHolder> holder; ///< not held: who has it; nullopt: unknown
    std::optional<LeaseHolder> inheritedFrom{}; ///< held: whoever had it ended without giving it back
    bool operator==(const LeaseAnswer &) const = default;
};

/// A claim in Redis that ends by itself unless renewed: it saves work, it is not what makes writes safe.
///
/// Once taken it renews itself until released or lost. Validity counts on CLOCK_BOOTTIME from before the
/// command was sent that took or renewed it, so it never outlasts the key. Where a SET went unanswered,
/// take() may simply be asked again: one's own token means held. A lease whose holder has ended, so far as
/// that can be known (hasEnded()), is not waited for.
///
/// The connection is somebody else's, and so is its coming back.
class Lease : public QObject
{
    Q_OBJECT
public:
    Lease(redis::Connection *connection, QByteArrayView scope, const LeaseHolder &holder,
        LeaseTimes times = {}, LeaseClocks clocks = systemLeaseClocks(), QObject *parent = nullptr);
    ~Lease() override;

    /// Errors: those of the connection and the server; whether it was taken is then unknown.
    [[nodiscard]] QCoro::Task<Result<LeaseAnswer>> take();
    /// Gives it up; nothing is waited for. Also done by the destructor.
    void release();

    /// Whether something new may be started under it: held, enough time left, the last renewal went well, and
    /// the machine has not been suspended since.
    [[nodiscard]] bool isValid() const;
    [[nodiscard]] std::chrono::milliseconds timeLeft() const; ///< 0: not held
    [[nodiscard]] const QByteArray &key() const { return m_key; }
    [[nodiscard]] const QByteArray &token() const { return m_token; }

Q_SIGNALS:
    void taken();
    /// It has ended without being released: another holds it, or it could not be renewed in time.
    void lost(const emberwatch::Error &why);

private:
    using Waiter = std::shared_ptr<Answer<Result<LeaseAnswer>>>;
    enum class State
    {
        Free,
        Taking,
        Held
    };

    void sendTake();
    void onTaken(const Result<redis::Reply> &reply, std::chrono::milliseconds sentAt);
    void sendRenew(bool withText);
    void onRenewed(const Result<redis::Reply> &reply, std::chrono::milliseconds sentAt, bool withText);
    void hold(std::chrono::milliseconds sentAt);
    void renewLater(std::chrono::milliseconds delay);
    void renewalFailed(const Error &why);
    void lose(const Error &why);
    void refuse(const QByteArray &value);
    void sendRelease(const QByteArray &token);
    void answer(const Result<LeaseAnswer> &result);
    [[nodiscard]] std::chrono::milliseconds sleptSoFar() const;

    QPointer<redis::Connection> m_connection;
    const QByteArray m_key;
    const QByteArray m_token;
    const LeaseTimes m_times;
    const LeaseClocks m_clocks;
    QTimer m_timer;
    State m_state = State::Free;
    bool m_isRenewed = false; ///< the last renewal, or the taking, went well
    std::chrono::milliseconds m_validUntil{0}; ///< on the boot clock
    std::chrono::milliseconds m_slept{0}; ///< of the machine, when it was last taken or renewed
    std::optional<LeaseHolder> m_inheritedFrom; ///< while it is being taken
    std::vector<Waiter> m_waiters;
};

} // namespace emberwatch

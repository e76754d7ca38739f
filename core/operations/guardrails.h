// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bootclock.h"
#include "core/base/environmentclass.h"
#include "core/base/result.h"
#include "core/base/timestamp.h"
#include "core/operations/agreement.h"
#include "core/operations/writepermit.h"

#include <QCoroTask>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>

namespace emberwatch {

class Journal;

/// More changes than these at once are confirmed by the environment's name, in production. Source:
/// correctness.md 10.
inline constexpr int mostUntypedInProduction = 50;
/// Nobody may be allowed to write in production for longer.
inline constexpr std::chrono::milliseconds longestRaise = std::chrono::hours(8);

/// What the guard rails know of an environment.
struct GuardedEnvironment
{
    QString name; ///< as the journal has it
    EnvironmentClass environmentClass = EnvironmentClass::Development;
    /// Why the agent may write in production, by its configuration; nullopt, or empty: it may not.
    std::optional<QString> agentWriteReason{};
    bool isAgent = false; ///< who asks is the agent: there is nobody who could raise or type anything
    bool operator==(const GuardedEnvironment &) const = default;
};

/// Whether changes may be carried out in an environment. Asked by whatever carries them out, so that console,
/// command line and agent are refused by the same sentences.
///
/// Production is read-only until somebody raises it for a limited time and with a reason. A raise is an entry
/// of the journal, and so holds for every program that shares it: on this machine, for this user. The agent
/// writes in production by its configuration alone.
class GuardRails
{
public:
    /// @param journal  outlives every call
    GuardRails(GuardedEnvironment environment, Journal *journal, Clock clock = systemNow,
        BootClock boot = systemBootClock());
    ~GuardRails();
    Q_DISABLE_COPY_MOVE(GuardRails)

    [[nodiscard]] const GuardedEnvironment &environment() const;

    /// Whether so many changes may be carried out now. None may always. Errors: Permission, with the sentence
    /// for people and the way out; those of the journal, without which nothing is changed in production.
    [[nodiscard]] QCoro::Task<Result<void>> permit(int changes, Agreement agreement = {});

    /// Until when it is writable; nullopt: it is read-only. Development and staging always are writable. For
    /// an agent it says what was raised for people. Errors: those of the journal.
    [[nodiscard]] QCoro::Task<Result<std::optional<WritePermit>>> current();

    /// Allows writing from now on; takes the place of an earlier raise. Errors: Invalid (not production, no
    /// reason, no length, longer than longestRaise), those of the journal: it is as it was.
    [[nodiscard]] QCoro::Task<Result<WritePermit>> raise(RaiseWish wish);

    /// Ends it at once; what is under way ends at its step's boundary. False: it was read-only already.
    /// Errors: those of the journal.
    [[nodiscard]] QCoro::Task<Result<bool>> lower(Actor actor);

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives it
};

/// The same by the rails that whoever acts was given. @param guard  nullptr: there are none, and everything
/// may be
[[nodiscard]] QCoro::Task<Result<void>> permitBy(GuardRails *guard, int changes, Agreement agreement);

} // namespace emberwatch

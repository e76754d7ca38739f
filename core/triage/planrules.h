// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/evidence.h"
#include "core/triage/hold.h"
#include "core/triage/judgement.h"
#include "core/triage/policy.h"
#include "core/triage/recoveryreport.h"

#include <QList>
#include <QString>

#include <optional>

namespace emberwatch {

/// What is decided about one job.
struct Decision
{
    Action action = Action::None;
    RecoveryOutcome outcome = RecoveryOutcome::LeftAlone;
    QString reason = {};
    std::optional<Timestamp> nextLook = {};
};

/// What every walk holds against a judgement before it does anything about it (correctness.md 3): how long
/// the job has been silent, whether a hold lasts, who may write `completed`, how long an end is kept. Pure.
class PlanRules
{
public:
    /// @param hold  nullopt: none
    /// @param now   our clock
    PlanRules(const Policy &policy, const std::optional<Hold> &hold, Timestamp now);

    [[nodiscard]] const Policy &policy() const { return m_policy; }
    [[nodiscard]] bool isHeld() const { return m_hold.has_value(); }
    /// The hold that lasts.
    [[nodiscard]] const std::optional<Hold> &hold() const { return m_hold; }
    [[nodiscard]] Timestamp now() const { return m_now; }

    [[nodiscard]] Decision waitFor(std::chrono::milliseconds delay, const QString &reason) const;
    [[nodiscard]] Decision tooEarly(const Evidence &evidence) const;
    [[nodiscard]] Decision unverifiable(const Evidence &evidence) const;
    [[nodiscard]] Decision settle(Action action, const QString &reason) const;
    /// The result exists; by policy the application server may write that itself.
    [[nodiscard]] Decision completed(const QString &reason) const;
    /// A record says failed while the result exists: ours is taken back, one of others is a person's.
    [[nodiscard]] Decision completedAfterFailed(const Evidence &evidence) const;
    /// No server knows it, and Redis says open.
    [[nodiscard]] Decision absent(const Evidence &evidence) const;
    /// Why it may not be called absent yet; nullopt: it may.
    [[nodiscard]] std::optional<Decision> absentTooEarly(const Evidence &evidence) const;
    /// Redis says the end, the record does not yet.
    [[nodiscard]] Decision finishRecord(const Evidence &evidence, const Judgement &judgement) const;
    /// nullopt: no hold lasts.
    [[nodiscard]] std::optional<Decision> heldDecision() const;

private:
    const Policy &m_policy;
    std::optional<Hold> m_hold;
    Timestamp m_now;
};

/// A person decides.
[[nodiscard]] Decision byHand(const QString &reason);
/// How an ended job is settled by what its server says.
[[nodiscard]] Action settlingBy(ComfyReading comfy);
/// The parts of an action, in the order in which they are carried out.
/// @param isHeld  nothing is deleted
[[nodiscard]] QList<Step> stepsOf(
    Action action, const Evidence &evidence, const Judgement &judgement, bool isHeld);

} // namespace emberwatch

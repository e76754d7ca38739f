// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/cleaningpolicy.h"

#include <QHash>
#include <QString>

#include <chrono>

namespace emberwatch {

/// Where a limit was set. A later one in this order beats an earlier one.
enum class LimitOrigin : quint8
{
    Default,
    File,
    Option
};

/// A threshold and where it comes from: a verdict names both.
struct Limit
{
    std::chrono::milliseconds value{0};
    LimitOrigin origin = LimitOrigin::Default;
    QString where = {}; ///< File: "policy.json, line 4". Option: "--max-age". Default: empty
    bool operator==(const Limit &) const = default;
};

/// "default", "policy.json, line 4", "--max-age".
[[nodiscard]] QString originText(const Limit &limit);

/// The limits of one type of job.
struct TypePolicy
{
    /// Recovery takes a job up to this age, inclusive.
    Limit ageLimit{std::chrono::minutes(10)};
    /// A long type: it is its silence, not its age, that is held against ageLimit.
    bool isLong = false;
    /// Absent on its server, it is settled only once it has been silent for so long.
    Limit silenceLimit{std::chrono::seconds(120)};
    /// Running without progress for so long is called stalled.
    Limit stallLimit{std::chrono::minutes(10)};
    /// Live and silent for longer is called quiet.
    Limit quietLimit{std::chrono::minutes(2)};
    /// Between the two passes; and no verdict for what is younger.
    Limit grace{std::chrono::seconds(10)};
    bool operator==(const TypePolicy &) const = default;
};

/// Who may write `completed` into the database (correctness.md 4).
enum class CompletionPolicy : quint8
{
    Write, ///< we do: status, completion time, ComfyUI's list of outputs
    Report, ///< the application server does, on its own; the difference is shown and nothing is written
};

/// What is held against the evidence.
struct Policy
{
    TypePolicy standard; ///< types without limits of their own
    QHash<QString, TypePolicy> types;
    /// A terminal state is cleaned no earlier than this after its last write.
    Limit retention{std::chrono::seconds(60)};
    CompletionPolicy completion = CompletionPolicy::Write;
    QString completionFrom; ///< where it was set; empty: nowhere
    CleaningPolicy cleaning; ///< the agent's

    [[nodiscard]] const TypePolicy &of(const QString &type) const;
    bool operator==(const Policy &) const = default;
};

/// What holds where nothing is configured: 10 minutes by age, lora_training by silence.
[[nodiscard]] Policy defaultPolicy();
/// The limits of lora_training where nothing is configured.
[[nodiscard]] TypePolicy longTypePolicy();

} // namespace emberwatch

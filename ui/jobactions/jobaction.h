// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/base/timestamp.h"

#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>

namespace emberwatch {

/// What may be done about one job by hand.
enum class JobActionKind : quint8
{
    Resubmit,
    Extend, ///< its time to live
    Cancel, ///< on its server
};

struct JobActionWish
{
    JobActionKind kind = JobActionKind::Resubmit;
    PromptId promptId;
    std::chrono::milliseconds time{0}; ///< Extend: from now
    bool operator==(const JobActionWish &) const = default;
};

/// What was found before anything is done.
struct JobActionFinding
{
    JobActionKind kind = JobActionKind::Resubmit;
    PromptId promptId;
    bool isPossible = false;
    QString text; ///< what would be done, or why not: sentences
    std::optional<Timestamp> expiresAt; ///< Extend: now, by the server's clock
    bool operator==(const JobActionFinding &) const = default;
};

/// What became of it.
struct JobActionEnd
{
    JobActionKind kind = JobActionKind::Resubmit;
    PromptId promptId;
    bool isDone = false;
    QString text; ///< what happened: sentences
    PromptId newId; ///< Resubmit: of the new job; empty: there is none
    bool operator==(const JobActionEnd &) const = default;
};

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::JobActionFinding)
Q_DECLARE_METATYPE(emberwatch::JobActionEnd)

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/operations/faultyprocess.h"
#include "tests/core/operations/recoveryworld.h"

#include <QJsonObject>

namespace emberwatch::test {

/// A recovery, a cleaning or a reconciliation as a process of its own.
class RecoveryProcess : public FaultyProcess
{
public:
    /// @param failpoint  where it dies or stops; empty: nowhere
    /// @param journalPath  empty: the world's
    explicit RecoveryProcess(const RecoveryWorld &world, const QString &failpoint = {},
        const QString &journalPath = {}, PlanScope scope = PlanScope::Recover);

    /// After finish(). Of a cleaning: how many of each outcome.
    [[nodiscard]] QJsonObject report() const;
};

/// An action on one job as a process of its own: "undo" (of the oldest entry of its journal), "extend",
/// "cancel", "resubmit".
class ActionProcess : public FaultyProcess
{
public:
    ActionProcess(const RecoveryWorld &world, const QString &action, const QByteArray &id,
        const QString &failpoint = {});
};

} // namespace emberwatch::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/operations/recoveryworld.h"

#include <QJsonObject>
#include <QProcess>

namespace emberwatch::test {

/// A recovery, or a cleaning, as a process of its own. It ends with the object.
class RecoveryProcess
{
public:
    /// @param failpoint  where it dies or stops (failpoint.h); empty: nowhere
    /// @param journalPath  empty: the world's
    explicit RecoveryProcess(const RecoveryWorld &world, const QString &failpoint = {},
        const QString &journalPath = {}, PlanScope scope = PlanScope::Recover);
    ~RecoveryProcess();

    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    /// Waits until it ends. @return whether it ended by itself, with success
    bool finish();
    [[nodiscard]] bool wasKilled() const;
    /// Waits until it is stopped (SIGSTOP).
    [[nodiscard]] bool waitStopped() const;
    void resume() const;
    /// Its report, after finish(). Of a cleaning: how many of each outcome.
    [[nodiscard]] QJsonObject report() const { return m_report; }
    [[nodiscard]] QString errors() const { return m_errors; }

private:
    QProcess m_process;
    QJsonObject m_report;
    QString m_errors;
};

} // namespace emberwatch::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/guardrails.h"
#include "core/operations/journal.h"
#include "ui/engine/recoverysetup.h"
#include "ui/engine/writestate.h"

#include <QObject>
#include <QTimer>

namespace emberwatch {

/// Knows in the engine thread whether writing is allowed in production, allows it, and ends that. Others do
/// so too, in programs that share the journal: so it is looked at again and again.
class GuardRoom : public QObject
{
    Q_OBJECT
public:
    explicit GuardRoom(const RecoverySetup &setup);
    ~GuardRoom() override;

    /// told() follows.
    void look();
    /// told() or refused() follows.
    void raise(std::chrono::milliseconds length, const QString &reason);
    void lower();

Q_SIGNALS:
    /// Also where nothing has changed.
    void told(const emberwatch::WriteState &state);
    void refused(const emberwatch::Error &error);

private:
    Actor m_actor;
    Journal m_journal;
    GuardRails m_guard;
    QTimer m_again;
};

} // namespace emberwatch

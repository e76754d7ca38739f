// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/control.h"

namespace emberwatch::comfysim {

/// Plays control actions at their times: lines {"at_ms": 2000, "action": "restart", "downtime_ms": 500}.
/// Empty lines and lines that begin with # are left out.
class ScriptPlayer : public QObject
{
    Q_OBJECT

public:
    explicit ScriptPlayer(Control &control)
        : m_control(control)
    {
    }

    /// Times count from now. @return what is wrong with the first bad line; null: nothing
    [[nodiscard]] QByteArray play(const QByteArray &script);

private:
    void run(const QByteArray &line);

    Control &m_control;
};

} // namespace emberwatch::comfysim

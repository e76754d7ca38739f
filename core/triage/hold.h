// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"

#include <QString>

namespace emberwatch {

/// While it lasts nothing is deleted, and nothing is called failed because a server does not know it
/// (correctness.md 3). Resuming, and settling on ComfyUI's positive evidence, go on.
struct Hold
{
    enum class Cause : quint8
    {
        EpochChanged, ///< Redis restarted, failed over, or is another server
        MassDisappearance, ///< many active jobs vanished between two listings without events
        IncompleteListing,
    };
    Cause cause = Cause::EpochChanged;
    Timestamp since; ///< our clock
    Timestamp until; ///< our clock
    QString detail; ///< "63 of 200 active jobs vanished without events"
    bool operator==(const Hold &) const = default;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/environmentclass.h"
#include "core/operations/writepermit.h"

#include <QMetaType>

#include <optional>

namespace emberwatch {

/// Whether changes may be carried out in this environment, as far as it is known.
struct WriteState
{
    bool isGuarded = false; ///< production: read-only until somebody allows writing
    std::optional<WritePermit> permit; ///< nullopt: read-only
    QString trouble; ///< why it is not known; then it counts as read-only
    bool operator==(const WriteState &) const = default;

    [[nodiscard]] bool mayWrite(Timestamp now) const
    {
        return !isGuarded || (permit && (!permit->until || *permit->until > now));
    }
};

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::WriteState)

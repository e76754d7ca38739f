// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace emberwatch {

/// Who acts, as it stands in the journal, in audit rows and in leases.
struct Actor
{
    QString operatorName; ///< the person, or the account that a service runs under
    QString host;
    QString program; ///< "emberwatch 0.1.0", "emberwatch agent 0.1.0"
    bool operator==(const Actor &) const = default;
};

} // namespace emberwatch

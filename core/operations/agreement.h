// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace emberwatch {

/// What whoever starts a batch of changes has agreed to, besides the changes themselves.
struct Agreement
{
    QString confirmedName; ///< the environment's, as it was typed (--confirm); empty: it was not
    std::optional<int> changesAtMost; ///< --max-changes; nullopt: no limit
    QString reason = {}; ///< why, for the journal (--reason); empty: none was given
    bool operator==(const Agreement &) const = default;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace emberwatch {

/// $XDG_STATE_HOME/emberwatch/journal.sqlite, or ~/.local/state/emberwatch/journal.sqlite. Shared by agent,
/// command line and console of one user. Source: XDG Base Directory Specification; a relative
/// $XDG_STATE_HOME is to be ignored.
[[nodiscard]] QString defaultJournalPath();

} // namespace emberwatch

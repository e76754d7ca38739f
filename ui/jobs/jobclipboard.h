// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace emberwatch {

class JobTableHeader;
class JobTableModel;
class SelectedSlots;

/// The chosen rows as they are shown: a line each, the visible columns in their order with tabs between. Ids
/// in full.
[[nodiscard]] QString rowsAsText(
    const JobTableModel &model, const JobTableHeader &columns, const SelectedSlots &chosen, qint64 most);

} // namespace emberwatch

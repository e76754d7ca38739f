// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace emberwatch::test {

/// The production shape of design.md 1 for PostgreSQL, as the application made it: enum types, uuids, times
/// without zone, no index on external_job_id, a foreign key to users. One user is in it.
[[nodiscard]] QStringList productionSchema();

/// 00000000-0000-0000-0000-0000000000aa
[[nodiscard]] QString productionUser();

} // namespace emberwatch::test

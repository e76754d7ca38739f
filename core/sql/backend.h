// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace emberwatch::sql {

enum class Backend
{
    Sqlite,
    Postgres
};

} // namespace emberwatch::sql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/joblook.h"

#include <string>

namespace emberwatch::cli {

/// promptId, and keyHex behind it where the id is not UTF-8; without braces.
void appendIdMembers(std::string &to, QByteArrayView id);
/// Appends the members of a job's JSON object without its braces, as docs/json.md promises them:
/// promptId [keyHex] type userId characterId status progress startedAt clientId serverUrl ageMs silenceMs
/// ttlMs readable reason. The two numbers of the record are copied as they are written there.
void appendJobMembers(std::string &to, const JobLook &look);
/// The same with braces.
void appendJobObject(std::string &to, const JobLook &look);

} // namespace emberwatch::cli

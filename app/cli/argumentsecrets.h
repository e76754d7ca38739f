// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace emberwatch::cli {

/// Overwrites the passwords of URLs in the process's own arguments, where every user of the machine can read
/// them (ps, /proc). To be called as soon as the arguments have been copied.
///
/// The part between "://" and the last "@" counts: "user:password@" keeps the user, a lone part is a
/// password. Of the value of --webhook everything behind the host goes too: it often is a key.
/// @return whether there was a password
bool hideArgumentSecrets(int argc, char **argv);

} // namespace emberwatch::cli

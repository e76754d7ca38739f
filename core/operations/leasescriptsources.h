// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The texts of the lease scripts in resources/lua, compiled in.
namespace emberwatch::leasescriptsources {

extern const char *const renew;
extern const char *const release;

} // namespace emberwatch::leasescriptsources

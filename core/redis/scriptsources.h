// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The texts of resources/lua, compiled in: a Qt resource of a static library is lost unless every program
/// asks for it.
namespace emberwatch::redis::scriptsources {

extern const char *const peek;
extern const char *const compareAndSet;
extern const char *const compareAndDelete;
extern const char *const extend;

} // namespace emberwatch::redis::scriptsources

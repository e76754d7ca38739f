// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace emberwatch {

/// A place where a test lets the process die or stand still, to see what the next one makes of what is left.
///
/// EMBERWATCH_FAILPOINT=claimed kills the process (SIGKILL) when it comes to the point of that name,
/// claimed:3 when it comes there for the third time, stop@claimed stops it (SIGSTOP) instead. Does nothing in
/// builds without tests.
void failpoint(const char *name);

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace emberwatch::cli {

/// Everything behind main(): needs a QCoreApplication.
/// @param arguments           without the program's name
/// @param hadArgumentSecrets  a password stood in them
/// @return the exit code
int runProgram(const QStringList &arguments, bool hadArgumentSecrets);

} // namespace emberwatch::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/failpoint.h"

#ifdef EMBERWATCH_FAILPOINTS

#include <QByteArray>

#include <csignal>
#include <unistd.h>

namespace emberwatch {

namespace {

/// What the environment asks for.
struct Wanted
{
    QByteArray name;
    int visits = 1; ///< it happens at this visit
    int signal = SIGKILL;
};

Wanted readWanted()
{
    Wanted wanted;
    wanted.name = qgetenv("EMBERWATCH_FAILPOINT");
    if (wanted.name.startsWith("stop@")) {
        wanted.signal = SIGSTOP;
        wanted.name.remove(0, 5);
    }
    const qsizetype colon = wanted.name.indexOf(':');
    if (colon >= 0) {
        wanted.visits = wanted.name.mid(colon + 1).toInt();
        wanted.name.truncate(colon);
    }
    return wanted;
}

} // namespace

void failpoint(const char *name)
{
    static Wanted wanted = readWanted();
    if (wanted.name == name && --wanted.visits == 0)
        ::kill(::getpid(), wanted.signal);
}

} // namespace emberwatch

#else

namespace emberwatch {

void failpoint(const char *) { }

} // namespace emberwatch

#endif

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/journalpath.h"

#include <QDir>

namespace emberwatch {

using namespace Qt::StringLiterals;

QString defaultJournalPath()
{
    const QString given = qEnvironmentVariable("XDG_STATE_HOME");
    const QString base = given.startsWith(u'/') ? given : QDir::homePath() + u"/.local/state"_s;
    return base + u"/emberwatch/journal.sqlite"_s;
}

} // namespace emberwatch

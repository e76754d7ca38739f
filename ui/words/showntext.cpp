// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/showntext.h"

#include "core/jobs/jobkey.h"

namespace emberwatch {

QString shownText(const QString &text)
{
    return displayText(text.toUtf8());
}

} // namespace emberwatch

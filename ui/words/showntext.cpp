// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/showntext.h"

#include "core/jobs/jobkey.h"

#include <QTextDocument>

namespace emberwatch {

QString shownText(const QString &text)
{
    return displayText(text.toUtf8());
}

QString toolTipText(const QString &text)
{
    return Qt::mightBeRichText(text) ? text.toHtmlEscaped() : text;
}

} // namespace emberwatch

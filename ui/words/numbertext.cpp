// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/numbertext.h"

#include <QLocale>

namespace emberwatch {

QString numberText(qint64 number)
{
    QLocale locale;
    locale.setNumberOptions(QLocale::DefaultNumberOptions);
    return locale.toString(number).replace(locale.groupSeparator(), QChar(0x202f));
}

} // namespace emberwatch

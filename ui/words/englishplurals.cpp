// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/englishplurals.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

QString EnglishPlurals::translate(
    const char * /*context*/, const char *sourceText, const char * /*disambiguation*/, int n) const
{
    const QString source = QString::fromUtf8(sourceText);
    if (n < 0 || !source.contains("(s)"_L1))
        return {}; // not ours: the source text stands
    return QString(source).replace("(s)"_L1, n == 1 ? ""_L1 : "s"_L1);
}

} // namespace emberwatch

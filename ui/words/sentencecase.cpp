// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/sentencecase.h"

namespace emberwatch {

QString sentenceCase(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/breakabletext.h"

namespace emberwatch {

namespace {

constexpr int longWord = 40; ///< an id has 36
constexpr QChar breakHere(0x200B); // zero width space

} // namespace

QString breakableText(const QString &text, qsizetype most)
{
    QString broken;
    int letters = 0; // of the word so far
    for (const QChar c : QStringView(text).first(std::min(text.size(), most))) {
        letters = c.isSpace() ? 0 : letters + 1;
        if (letters > longWord && !c.isLowSurrogate()) {
            broken += breakHere;
            letters = 1;
        }
        broken += c;
    }
    if (text.size() > most)
        broken += u'…';
    return broken;
}

} // namespace emberwatch

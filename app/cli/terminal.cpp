// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include <QList>

#include <algorithm>
#include <cwchar>
#include <sys/ioctl.h>
#include <unistd.h>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

int widthOf(int descriptor)
{
    winsize size = {};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    const int columns = qEnvironmentVariableIntValue("COLUMNS");
    return columns > 0 ? columns : 80;
}

bool wantsColour(bool isTerminal, ColourMode mode)
{
    if (mode != ColourMode::Auto)
        return mode == ColourMode::Always;
    return isTerminal && qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb";
}

QLatin1StringView codeOf(Style style)
{
    switch (style) {
    case Style::Bold:
        return "1"_L1;
    case Style::Dim:
        return "2"_L1;
    case Style::Red:
        return "31"_L1;
    case Style::Green:
        return "32"_L1;
    case Style::Yellow:
        return "33"_L1;
    case Style::Blue:
        return "34"_L1;
    case Style::Plain:
        break;
    }
    return {};
}

int columnsOf(char32_t character)
{
    // wcwidth() follows the locale: in "C" it knows ASCII only and says -1.
    return std::max(wcwidth(static_cast<wchar_t>(character)), character < 0x80 ? 0 : 1);
}

} // namespace

Terminal Terminal::of(int descriptor, ColourMode mode)
{
    const bool isTerminal = isatty(descriptor) == 1;
    return {isTerminal, widthOf(descriptor), wantsColour(isTerminal, mode)};
}

QString styled(const Terminal &terminal, Style style, const QString &text)
{
    if (!terminal.hasColour || style == Style::Plain)
        return text;
    return "\x1b["_L1 + codeOf(style) + u'm' + text + "\x1b[0m"_L1;
}

int columnsOf(QStringView text)
{
    int columns = 0;
    for (const char32_t character : text.toUcs4())
        columns += columnsOf(character);
    return columns;
}

QString fitted(QStringView text, int columns)
{
    const int needed = columnsOf(text);
    if (needed <= columns)
        return text.toString() + QString(columns - needed, u' ');
    if (columns <= 1)
        return QString(std::max(columns, 0), u'…');
    const auto characters = text.toUcs4();
    const int head = columns / 2;
    const int tail = columns - 1 - head;
    qsizetype from = 0;
    int used = 0;
    while (from < characters.size() && used + columnsOf(characters[from]) <= head)
        used += columnsOf(characters[from++]);
    qsizetype to = characters.size();
    int usedBehind = 0;
    while (to > from && usedBehind + columnsOf(characters[to - 1]) <= tail)
        usedBehind += columnsOf(characters[--to]);
    return QString::fromUcs4(reinterpret_cast<const char32_t *>(characters.data()), from) + u'…'
        + QString::fromUcs4(
            reinterpret_cast<const char32_t *>(characters.data() + to), characters.size() - to)
        + QString(columns - 1 - used - usedBehind, u' ');
}

} // namespace emberwatch::cli

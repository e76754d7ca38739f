// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace emberwatch::cli {

enum class ColourMode
{
    Auto,
    Always,
    Never
};

/// What is at the other end of stdout or stderr.
struct Terminal
{
    bool isTerminal = false;
    int columns = 80;
    bool hasColour = false;

    /// @param descriptor  1 or 2
    /// Auto colours terminals, unless NO_COLOR is set (not empty) or TERM is "dumb"; an explicit mode wins.
    [[nodiscard]] static Terminal of(int descriptor, ColourMode mode);
};

enum class Style
{
    Plain,
    Bold,
    Dim,
    Red,
    Green,
    Yellow,
    Blue
};
/// The text between escape sequences; the text itself where there is no colour.
[[nodiscard]] QString styled(const Terminal &terminal, Style style, const QString &text);

/// How many columns a terminal needs for it. Control characters must be escaped already.
[[nodiscard]] int columnsOf(QStringView text);
/// The text in exactly that many columns: filled up with spaces, or cut in the middle so that both ends stay.
[[nodiscard]] QString fitted(QStringView text, int columns);

} // namespace emberwatch::cli

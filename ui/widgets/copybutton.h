// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

#include <functional>

namespace emberwatch {

class ThemeSource;

/// Copies a text and says for a moment that it did.
class CopyButton : public QPushButton
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    /// @param text    asked at each click
    CopyButton(const ThemeSource *themes, std::function<QString()> text, QWidget *parent = nullptr);
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace emberwatch {

class Commands;

/// The one menu of the window.
class MainMenu : public QMenu
{
    Q_OBJECT
public:
    /// @param commands  outlives it
    explicit MainMenu(const Commands &commands, QWidget *parent = nullptr);
};

} // namespace emberwatch

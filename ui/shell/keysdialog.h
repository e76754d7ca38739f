// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/banddialog.h"

class QGridLayout;

namespace emberwatch {

class Commands;

/// Every key, by group.
class KeysDialog : public BandDialog
{
    Q_OBJECT
public:
    /// @param themes, commands  outlive it
    KeysDialog(const ThemeSource *themes, const Commands &commands,
        std::optional<EnvironmentClass> environment, QWidget *parent);
};

} // namespace emberwatch

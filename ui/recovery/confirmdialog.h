// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/plan.h"
#include "ui/shell/banddialog.h"
#include "ui/shell/environment.h"

namespace emberwatch {

/// Says once more what, how many and where, before many changes are carried out.
class ConfirmDialog : public BandDialog
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    ConfirmDialog(const ThemeSource *themes, const Environment &environment, const Plan &plan,
        QWidget *parent = nullptr);
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/trackingsummary.h"
#include "ui/shell/banddialog.h"
#include "ui/shell/environment.h"

namespace emberwatch {

/// Before a window is closed that tracks jobs: says what ends with it. Accepted: it may be closed. Its
/// actions are "stopTrackingAndClose" and "keepOpen".
class StopTrackingDialog : public BandDialog
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    StopTrackingDialog(const ThemeSource *themes, const Environment &environment,
        const TrackingSummary &tracking, QWidget *parent = nullptr);

private:
    QAction *addAnswer(const QString &name, const QString &text, const QString &look);
};

} // namespace emberwatch

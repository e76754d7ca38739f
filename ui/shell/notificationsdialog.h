// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/banddialog.h"

namespace emberwatch {

struct FeedHealth;

/// Asks before the one setting of the server is changed that Emberwatch may change. Accepted: turn it on.
class NotificationsDialog : public BandDialog
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    NotificationsDialog(
        const ThemeSource *themes, const FeedHealth &health, EnvironmentClass environment, QWidget *parent);
};

} // namespace emberwatch

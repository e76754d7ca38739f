// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/banddialog.h"

namespace emberwatch {

class Commands;
struct FeedView;

/// What is wrong with the connection: the thing, the cause and the way out; the technical text beneath, to
/// copy.
class TroubleDialog : public BandDialog
{
    Q_OBJECT
public:
    /// @param themes, commands  outlive it
    TroubleDialog(const ThemeSource *themes, const Commands &commands, const FeedView &view,
        EnvironmentClass environment, QWidget *parent);
};

} // namespace emberwatch

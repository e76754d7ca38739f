// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/recoverysetup.h"
#include "ui/engine/writestate.h"
#include "ui/shell/commands.h"
#include "ui/shell/environment.h"

#include <QObject>
#include <QTimer>

namespace emberwatch {

class ConsoleEngine;
class MainWindow;
class ThemeSource;

/// The lock of a production environment in the window: how it stands, allowing writes, and ending that.
class WritesDesk : public QObject
{
    Q_OBJECT
public:
    /// @param themes, window, engine  outlive it
    WritesDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, Environment environment,
        RecoverySetup setup);

    [[nodiscard]] bool mayWrite() const;
    /// Adds how it stands.
    void describe(CommandContext &context) const;
    /// Asks for reason and time; returns once the dialog is closed.
    /// @param parent  what the dialog is over
    void allow(QWidget *parent);
    /// Keeps a dialog that changes something up to date with the lock, and allows writes from it.
    template <typename Dialog> void serve(Dialog &dialog)
    {
        connect(this, &WritesDesk::mayWriteChanged, &dialog,
            [&dialog](bool mayWrite) { dialog.setReadOnly(!mayWrite); });
        connect(&dialog, &Dialog::allowWritesRequested, this, [this, &dialog] { allow(&dialog); });
        dialog.setReadOnly(!mayWrite());
    }

Q_SIGNALS:
    void contextChanged();
    /// mayWrite() is another.
    void mayWriteChanged(bool mayWrite);

private:
    void show();

    ThemeSource *m_themes;
    MainWindow *m_window;
    ConsoleEngine *m_engine;
    Environment m_environment;
    RecoverySetup m_setup;
    WriteState m_state;
    bool m_mayWrite = false; ///< as it was told
    QTimer m_seconds;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/undo.h"
#include "ui/engine/recoverysetup.h"
#include "ui/shell/commands.h"
#include "ui/shell/environment.h"

#include <QObject>
#include <QPointer>

namespace emberwatch {

class ConsoleEngine;
class JournalPage;
class MainWindow;
class ThemeSource;
class WritesDesk;

/// The journal in the window: the page, what fills it, and taking back.
class JournalDesk : public QObject
{
    Q_OBJECT
public:
    /// @param themes, window, engine, writes  outlive it
    JournalDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, WritesDesk *writes,
        Environment environment, RecoverySetup setup);
    ~JournalDesk() override;

    /// Adds what the page knows.
    void describe(CommandContext &context) const;
    void setServerMinusOurClock(std::chrono::milliseconds difference);
    /// Something was written.
    void refresh();
    /// Asks what of an operation is to be taken back, and has it done. Returns once that dialog is closed.
    /// @param over  the window that it stands over
    void undoBatch(const BatchId &batch, QWidget *over);

Q_SIGNALS:
    void contextChanged();
    /// Something was taken back: what was judged before is out of date.
    void undone();

private:
    void undoSelected();
    void undo(const UndoSelection &selection, QWidget *over);

    ThemeSource *m_themes;
    MainWindow *m_window;
    ConsoleEngine *m_engine;
    WritesDesk *m_writes;
    Environment m_environment;
    RecoverySetup m_setup;
    QPointer<JournalPage> m_page;
};

} // namespace emberwatch

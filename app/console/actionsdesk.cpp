// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/actionsdesk.h"

#include "app/console/writesdesk.h"
#include "ui/engine/consoleengine.h"
#include "ui/jobactions/jobactiondialog.h"
#include "ui/shell/mainwindow.h"

namespace emberwatch {

ActionsDesk::ActionsDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, WritesDesk *writes,
    Environment environment, RecoverySetup setup)
    : m_themes(themes)
    , m_window(window)
    , m_engine(engine)
    , m_writes(writes)
    , m_environment(std::move(environment))
    , m_setup(std::move(setup))
{
    connect(engine, &ConsoleEngine::jobActed, this, &ActionsDesk::acted);
}

void ActionsDesk::open(JobActionKind kind, const PromptId &id, const comfyui::ServerAllowList &allowed)
{
    if (m_engine->isActing())
        return;
    JobActionDialog dialog(m_themes, kind, m_environment, id, m_window);
    connect(&dialog, &JobActionDialog::actRequested, m_engine,
        [engine = m_engine, setup = m_setup](const JobActionWish &wish) { engine->act(setup, wish); });
    connect(m_engine, &ConsoleEngine::jobActionFound, &dialog, &JobActionDialog::showFinding);
    connect(m_engine, &ConsoleEngine::jobActed, &dialog, &JobActionDialog::showEnd);
    connect(m_engine, &ConsoleEngine::jobActionFailed, &dialog, &JobActionDialog::showError);
    m_writes->serve(dialog);
    m_engine->proposeAction(m_setup, {kind, id, {}}, allowed);
    dialog.exec();
    // Closed while it was looking: nobody waits for the answer.
    m_engine->stopActing();
}

} // namespace emberwatch

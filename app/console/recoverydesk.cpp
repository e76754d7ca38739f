// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/recoverydesk.h"

#include "ui/engine/consoleengine.h"
#include "ui/recovery/recoverydialog.h"
#include "ui/shell/mainwindow.h"

namespace emberwatch {

RecoveryDesk::RecoveryDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine,
    Environment environment, RecoverySetup setup)
    : m_themes(themes)
    , m_window(window)
    , m_engine(engine)
    , m_environment(std::move(environment))
    , m_setup(std::move(setup))
    , m_notifier(m_environment.name)
{
    connect(engine, &ConsoleEngine::alerted, &m_notifier, &DesktopNotifier::show);
    connect(engine, &ConsoleEngine::recoveryEnded, this, &RecoveryDesk::contextChanged);
}

void RecoveryDesk::open(const comfyui::ServerAllowList &allowed)
{
    RecoveryDialog dialog(m_themes, m_environment, m_setup.clock, m_window);
    connectDialog(dialog, allowed);
    m_engine->proposeRecovery(m_setup, allowed);
    Q_EMIT contextChanged();
    dialog.exec();
    // Closed while it was looking: nobody waits for the answer.
    m_engine->stopRecovery();
}

void RecoveryDesk::connectDialog(RecoveryDialog &dialog, const comfyui::ServerAllowList &allowed)
{
    connect(&dialog, &RecoveryDialog::judgeRequested, this,
        [this, allowed] { m_engine->proposeRecovery(m_setup, allowed); });
    connect(&dialog, &RecoveryDialog::carryOutRequested, m_engine, &ConsoleEngine::carryOutRecovery);
    connect(&dialog, &RecoveryDialog::stopRequested, m_engine, &ConsoleEngine::stopRecovery);
    connect(m_engine, &ConsoleEngine::recoveryProgressed, &dialog, &RecoveryDialog::showProgress);
    connect(m_engine, &ConsoleEngine::recoveryProposed, &dialog, &RecoveryDialog::showProposal);
    connect(m_engine, &ConsoleEngine::recoveryReported, &dialog, &RecoveryDialog::showReport);
    connect(m_engine, &ConsoleEngine::recoveryFailed, &dialog, &RecoveryDialog::showError);
    connect(m_engine, &ConsoleEngine::trackingChanged, &dialog, &RecoveryDialog::showTracking);
    dialog.showTracking(m_engine->tracking());
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/recoverydesk.h"

#include "app/console/writesdesk.h"
#include "ui/engine/consoleengine.h"
#include "ui/recovery/recoverydialog.h"
#include "ui/shell/feeddisplay.h"
#include "ui/shell/mainwindow.h"

#include <QAction>

namespace emberwatch {

namespace {

RecoveryProposal onlyOf(RecoveryProposal proposal, const QSet<PromptId> &jobs)
{
    proposal.wish.only = jobs;
    proposal.plan = filtered(
        proposal.plan, [&jobs](const PlannedAction &action) { return jobs.contains(action.promptId); });
    return proposal;
}

} // namespace

RecoveryDesk::RecoveryDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, WritesDesk *writes,
    Environment environment, RecoverySetup setup)
    : m_themes(themes)
    , m_window(window)
    , m_engine(engine)
    , m_writes(writes)
    , m_environment(std::move(environment))
    , m_setup(std::move(setup))
    , m_notifier(m_environment.name)
{
    connect(engine, &ConsoleEngine::alerted, &m_notifier, &DesktopNotifier::show);
    connect(engine, &ConsoleEngine::recoveryEnded, this, &RecoveryDesk::contextChanged);
    connect(engine, &ConsoleEngine::recoveryReported, this, &RecoveryDesk::carriedOut);
    connect(m_window->commands().action(Command::ShowWork), &QAction::triggered, this,
        &RecoveryDesk::showBackground);
}

RecoveryDesk::~RecoveryDesk()
{
    delete m_background;
    m_window->feed().setWork({});
}

void RecoveryDesk::open(PlanScope scope, const comfyui::ServerAllowList &allowed, const QSet<PromptId> &only)
{
    auto *dialog = new RecoveryDialog(m_themes, scope, m_environment, m_setup.clock, m_window);
    dialog->setOnly(only);
    connectDialog(*dialog, scope, allowed);
    m_engine->proposeRecovery(m_setup, scope, allowed, only);
    run(dialog);
}

void RecoveryDesk::openWith(
    const RecoveryProposal &proposal, const QList<PromptId> &jobs, const comfyui::ServerAllowList &allowed)
{
    const PlanScope scope = proposal.wish.scope;
    const QSet<PromptId> wanted(jobs.begin(), jobs.end());
    auto *dialog = new RecoveryDialog(m_themes, scope, m_environment, m_setup.clock, m_window);
    dialog->setOnly(wanted);
    connectDialog(*dialog, scope, allowed);
    dialog->showProposal(onlyOf(proposal, wanted));
    run(dialog);
}

void RecoveryDesk::run(RecoveryDialog *dialog)
{
    Q_EMIT contextChanged();
    dialog->exec();
    if (dialog->isInBackground()) {
        delete m_background;
        m_background = dialog;
        tellBackground();
    } else {
        // Closed while it was looking: nobody waits for the answer.
        m_engine->stopRecovery();
        dialog->deleteLater();
    }
    Q_EMIT contextChanged();
}

void RecoveryDesk::showBackground()
{
    if (!m_background)
        return;
    RecoveryDialog *dialog = m_background;
    m_background.clear();
    tellBackground();
    run(dialog);
}

void RecoveryDesk::tellBackground()
{
    m_window->feed().setWork(m_background ? m_background->workText() : QString());
}

void RecoveryDesk::connectDialog(
    RecoveryDialog &dialog, PlanScope scope, const comfyui::ServerAllowList &allowed)
{
    connect(
        &dialog, &RecoveryDialog::judgeRequested, this, [this, scope, allowed](const QSet<PromptId> &only) {
            m_engine->proposeRecovery(m_setup, scope, allowed, only);
        });
    connect(&dialog, &RecoveryDialog::workChanged, this, &RecoveryDesk::tellBackground);
    connect(&dialog, &RecoveryDialog::undoRequested, this,
        [this, over = &dialog](const BatchId &batch) { Q_EMIT undoRequested(batch, over); });
    connect(m_engine, &ConsoleEngine::undoCarriedOut, &dialog, &RecoveryDialog::showUndone);
    connect(&dialog, &RecoveryDialog::carryOutRequested, this,
        [this](const RecoveryProposal &proposal) { m_engine->carryOutRecovery(m_setup, proposal); });
    connect(&dialog, &RecoveryDialog::stopRequested, m_engine, &ConsoleEngine::stopRecovery);
    connect(m_engine, &ConsoleEngine::recoveryProgressed, &dialog, &RecoveryDialog::showProgress);
    connect(m_engine, &ConsoleEngine::recoveryProposed, &dialog, &RecoveryDialog::showProposal);
    connect(m_engine, &ConsoleEngine::recoveryReported, &dialog, &RecoveryDialog::showReport);
    connect(m_engine, &ConsoleEngine::recoveryFailed, &dialog, &RecoveryDialog::showError);
    connect(m_engine, &ConsoleEngine::trackingChanged, &dialog, &RecoveryDialog::showTracking);
    m_writes->serve(dialog);
    dialog.showTracking(m_engine->tracking());
}

} // namespace emberwatch

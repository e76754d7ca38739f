// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/journaldesk.h"

#include "app/console/writesdesk.h"
#include "ui/engine/consoleengine.h"
#include "ui/journal/journalpage.h"
#include "ui/journal/undodialog.h"
#include "ui/shell/mainwindow.h"

#include <QAction>

namespace emberwatch {

JournalDesk::JournalDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, WritesDesk *writes,
    Environment environment, RecoverySetup setup)
    : m_themes(themes)
    , m_window(window)
    , m_engine(engine)
    , m_writes(writes)
    , m_environment(std::move(environment))
    , m_setup(std::move(setup))
    , m_page(new JournalPage(
          themes, window->commands(), m_setup.journalPath, m_setup.clock, window->pageParent()))
{
    connect(m_page, &JournalPage::readRequested, engine,
        [engine, setup = m_setup](const JournalQuestion &question) { engine->readJournal(setup, question); });
    connect(engine, &ConsoleEngine::journalRead, m_page, &JournalPage::showPage);
    connect(m_page, &JournalPage::contextChanged, this, &JournalDesk::contextChanged);
    const auto on = [this](Command command, auto &&what) {
        connect(m_window->commands().action(command), &QAction::triggered, this, what);
    };
    on(Command::ShowLastOperation, [this] { m_page->goToLast(); });
    on(Command::UndoOperation, [this] { undoSelected(); });
    on(Command::Refresh, [this] { refresh(); });
    on(Command::FocusFilter, [this] {
        if (m_page->isVisible()) // else it is another page's
            m_page->focusFilter();
    });
    window->addPage(Page::Journal, m_page);
}

JournalDesk::~JournalDesk()
{
    delete m_page;
}

void JournalDesk::describe(CommandContext &context) const
{
    m_page->describe(context);
}

void JournalDesk::setServerMinusOurClock(std::chrono::milliseconds difference)
{
    m_page->setServerMinusOurClock(difference);
}

void JournalDesk::refresh()
{
    if (m_page->isVisible())
        m_page->refresh();
}

void JournalDesk::undoSelected()
{
    const QList<JournalLine> lines = m_page->currentLines();
    UndoSelection selection;
    for (const JournalLine &line : lines)
        selection.entries.append(line.entry.id);
    if (!lines.isEmpty())
        undo(selection, m_window);
}

void JournalDesk::undoBatch(const BatchId &batch, QWidget *over)
{
    UndoSelection selection;
    selection.batches.append(batch);
    undo(selection, over);
}

void JournalDesk::undo(const UndoSelection &selection, QWidget *over)
{
    if (m_engine->isUndoing())
        return;
    UndoDialog dialog(m_themes, m_environment, over);
    connect(&dialog, &UndoDialog::undoRequested, m_engine,
        [engine = m_engine, setup = m_setup](const QList<UndoCandidate> &entries,
            const Agreement &agreement) { engine->carryOutUndo(setup, entries, agreement); });
    connect(&dialog, &UndoDialog::stopRequested, m_engine, &ConsoleEngine::stopUndoing);
    connect(m_engine, &ConsoleEngine::undoProposed, &dialog, &UndoDialog::showCandidates);
    connect(m_engine, &ConsoleEngine::undone, &dialog, &UndoDialog::showUndone);
    connect(m_engine, &ConsoleEngine::undoCarriedOut, &dialog, &UndoDialog::showEnd);
    connect(m_engine, &ConsoleEngine::undoFailed, &dialog, &UndoDialog::showError);
    m_writes->serve(dialog);
    m_engine->proposeUndo(m_setup, selection);
    dialog.exec();
    refresh();
    Q_EMIT undone();
}

} // namespace emberwatch

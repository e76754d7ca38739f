// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commands.h"

#include "ui/theme/themesource.h"

#include <QAction>
#include <QSet>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAndKeysAreUnique();
    void everyCommandHasAWordAndAGroup();
    void nothingThatNeedsAServerWithoutOne();
    void reconnectingOnlyWhileLost();
    void copyingOnlyWithASelection();
    void notificationsAreOfferedOnlyWhereTheyHelp();
    void theProceduresAreOffWithAReason();
    void writesAreAllowedOnlyWhereTheyAreNot();
    void planningAndUndoingBelongToTheirPages();

private:
    ThemeSource m_themes{ThemeChoice::Light, QFont()};
    Commands m_commands{m_themes};
    [[nodiscard]] bool isEnabled(Command command) const { return m_commands.action(command)->isEnabled(); }
};

void TestCommands::namesAndKeysAreUnique()
{
    QSet<QString> names;
    QSet<QKeySequence> keys;
    for (const QAction *action : m_commands.all()) {
        QVERIFY2(!names.contains(action->objectName()), qPrintable(action->objectName()));
        names.insert(action->objectName());
        for (const QKeySequence &key : action->shortcuts()) {
            QVERIFY2(!key.isEmpty() && !keys.contains(key), qPrintable(action->objectName()));
            keys.insert(key);
        }
    }
}

void TestCommands::everyCommandHasAWordAndAGroup()
{
    for (int i = 0; i <= static_cast<int>(Command::Quit); ++i) {
        const QAction *action = m_commands.action(static_cast<Command>(i));
        QVERIFY(!action->text().isEmpty());
        QVERIFY(!m_commands.groupOf(action).isEmpty());
    }
}

void TestCommands::nothingThatNeedsAServerWithoutOne()
{
    m_commands.setContext({});
    for (const Command command : {Command::FocusFilter, Command::Pause, Command::Refresh, Command::RunDoctor,
             Command::ToggleCharts, Command::CopyRows})
        QVERIFY(!isEnabled(command));
    for (const Command command : {Command::ShowPalette, Command::ThemeDark, Command::Quit})
        QVERIFY(isEnabled(command));
}

void TestCommands::reconnectingOnlyWhileLost()
{
    CommandContext context;
    context.isConnected = true;
    context.isLive = true;
    m_commands.setContext(context);
    QVERIFY(isEnabled(Command::Refresh));
    QVERIFY(!isEnabled(Command::RetryNow));
    context.isLive = false;
    m_commands.setContext(context);
    QVERIFY(!isEnabled(Command::Refresh));
    QVERIFY(isEnabled(Command::RetryNow));
    QVERIFY(isEnabled(Command::ShowTrouble));
}

void TestCommands::copyingOnlyWithASelection()
{
    CommandContext context;
    context.isConnected = true;
    m_commands.setContext(context);
    QVERIFY(!isEnabled(Command::CopyRows));
    context.hasSelection = true;
    m_commands.setContext(context);
    QVERIFY(isEnabled(Command::CopyRows));
}

void TestCommands::notificationsAreOfferedOnlyWhereTheyHelp()
{
    CommandContext context;
    context.isConnected = true;
    context.isLive = true;
    m_commands.setContext(context);
    QVERIFY(!isEnabled(Command::EnableNotifications));
    context.canEnableNotifications = true;
    m_commands.setContext(context);
    QVERIFY(isEnabled(Command::EnableNotifications));
}

void TestCommands::theProceduresAreOffWithAReason()
{
    CommandContext context;
    context.isConnected = true;
    context.hasServers = true;
    for (const Command command : {Command::Recover, Command::CleanOrphans, Command::Reconcile}) {
        context.isLive = false;
        m_commands.setContext(context);
        QVERIFY(!isEnabled(command));
        QVERIFY(m_commands.action(command)->toolTip().contains(u"Redis does not answer"_s));
        context.isLive = true;
        m_commands.setContext(context);
        QVERIFY(isEnabled(command));
        QVERIFY(!m_commands.action(command)->toolTip().contains(u'\n'));
        context.isRecovering = true;
        m_commands.setContext(context);
        QVERIFY(!isEnabled(command));
        QVERIFY(m_commands.action(command)->toolTip().contains(u"another one is under way"_s));
        context.isRecovering = false;
    }
}

void TestCommands::writesAreAllowedOnlyWhereTheyAreNot()
{
    CommandContext context;
    context.isConnected = true;
    m_commands.setContext(context);
    QVERIFY(!isEnabled(Command::AllowWrites)); // nothing is locked
    QVERIFY(!isEnabled(Command::ForbidWrites));
    context.isGuarded = true;
    context.mayWrite = false;
    m_commands.setContext(context);
    QVERIFY(isEnabled(Command::AllowWrites));
    QVERIFY(!isEnabled(Command::ForbidWrites));
    context.mayWrite = true;
    m_commands.setContext(context);
    QVERIFY(!isEnabled(Command::AllowWrites));
    QVERIFY(isEnabled(Command::ForbidWrites));
}

void TestCommands::planningAndUndoingBelongToTheirPages()
{
    CommandContext context;
    context.isConnected = context.isLive = context.hasServers = true;
    context.canPlanForThis = context.canPlanForThese = context.canUndo = true;
    m_commands.setContext(context);
    for (const Command command : {Command::PlanForThis, Command::PlanForThese, Command::UndoOperation})
        QVERIFY(!isEnabled(command));
    context.page = Page::Triage;
    m_commands.setContext(context);
    QVERIFY(isEnabled(Command::PlanForThis));
    QVERIFY(!isEnabled(Command::UndoOperation));
    context.page = Page::Journal;
    m_commands.setContext(context);
    QVERIFY(isEnabled(Command::UndoOperation));
    QVERIFY(!isEnabled(Command::NextJob));
}

QTEST_MAIN(TestCommands)
#include "tst_commands.moc"

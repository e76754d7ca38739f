// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"
#include "ui/theme/icons.h"

#include <QHash>
#include <QObject>

#include <optional>
#include <vector>

class QAction;

namespace emberwatch {

class ThemeSource;

/// Everything a person can ask the console to do.
enum class Command : quint8
{
    FocusFilter,
    ClearFilter,
    StepBack,
    Pause,
    Refresh,
    RetryNow,
    ShowTrouble,
    EnableNotifications,
    RunDoctor,

    GoToJobs,
    GoToTriage,
    GoToServers,
    GoToJournal,
    NextJob,
    PreviousJob,
    ShowDetails,
    CopyRows,
    CopyId,
    ChooseColumns,

    PutJobRight,
    CleanJob,
    ResubmitJob,
    ExtendJob,
    CancelJob,

    ShowServerJobs,
    AllowServer,
    DismissServer,
    AskServers,

    Recover,
    CleanOrphans,
    Reconcile,
    ShowWork,

    JudgeNow,
    PlanForThese,
    PlanForThis,
    OpenInJobs,
    CopyEvidence,

    AllowWrites,
    ForbidWrites,

    ShowLastOperation,
    UndoOperation,

    ToggleDetails,
    ToggleCharts,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    ClockUtc,
    ClockLocal,

    ShowPalette,
    ShowKeys,
    ShowMenu,
    ShowAbout,
    Quit,
};

/// What decides which commands can be given now.
struct CommandContext
{
    bool isConnected = false; ///< a server was chosen: there is a jobs page
    bool isLive = false;
    bool hasFilter = false;
    bool hasSelection = false;
    bool hasCurrentJob = false; ///< the details show one
    bool canEnableNotifications = false;
    Page page = Page::Jobs; ///< that is shown
    bool hasTriage = false; ///< there is such a page
    bool hasServers = false; ///< likewise
    bool hasJournal = false; ///< likewise
    bool hasServerJobs = false; ///< live jobs name the selected server
    bool canAllowServer = false; ///< the selected one
    bool canDismissServer = false;
    bool isRecovering = false; ///< one procedure at a time
    bool hasWork = false; ///< one is in the background, or its report
    bool isJudging = false; ///< for the triage page
    bool hasJudgedJob = false; ///< one is selected there
    bool canPlanForThis = false; ///< something would be done about it
    bool canPlanForThese = false; ///< about some of its kind
    bool canUndo = false; ///< what is selected in the journal
    bool isGuarded = false; ///< writing has to be allowed
    bool mayWrite = true; ///< and is, or need not be
    bool operator==(const CommandContext &) const = default;
};

/// One QAction a command, found by its objectName; menu, buttons, palette and keys share it. Here alone it is
/// decided when one is enabled.
class Commands : public QObject
{
    Q_OBJECT
public:
    explicit Commands(const ThemeSource &themes, QObject *parent = nullptr);

    [[nodiscard]] QAction *action(Command command) const;
    /// In the order in which they are listed for people.
    [[nodiscard]] std::vector<QAction *> all() const;
    /// "Find", "Look", ...: the heading under which an action is listed.
    [[nodiscard]] QString groupOf(const QAction *action) const;

    void setContext(const CommandContext &context);

private:
    struct Entry
    {
        Command command;
        QAction *action;
        QString group;
    };
    QAction *add(Command command, const char *name, const QString &group, const QString &text,
        std::optional<Icon> icon, const QString &keys, bool isCheckable = false);
    void addFinding();
    void addJobs();
    void addServers();
    void addProcedures();
    void addTriage();
    void addJournal();
    void addLooks();
    void addConsole();
    void enable();
    void explainProcedures();

    const ThemeSource &m_themes;
    std::vector<Entry> m_entries;
    CommandContext m_context;
};

} // namespace emberwatch

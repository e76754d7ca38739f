// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "ui/shell/commands.h"
#include "ui/shell/environment.h"
#include "ui/shell/page.h"
#include "ui/shell/settings.h"

#include <QMainWindow>
#include <QPointer>

#include <array>
#include <functional>
#include <optional>

class QStackedWidget;

class QMenu;

namespace emberwatch {

class CommandPalette;
class FeedDisplay;
class HeadBar;
class MainMenu;
class PaneDock;
class StaleBar;
class StatusLine;
class ThemeSource;

/// The frame of the console: head bar, page, docks, status line, and the commands that concern the frame
/// itself. What is shown in it is made elsewhere and put in.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    /// @param clock   ours
    MainWindow(ThemeSource *themes, const Settings &settings, Clock clock, QWidget *parent = nullptr);

    [[nodiscard]] Commands &commands() { return *m_commands; }
    [[nodiscard]] FeedDisplay &feed() { return *m_feed; }

    // What is put in gets its place as its parent from the start: a style sheet takes fonts that were set
    // from the children of a scroll area whose ancestor changes its parent (Qt 6.4).
    [[nodiscard]] QWidget *pageParent() const;
    [[nodiscard]] QWidget *detailsParent() const;
    [[nodiscard]] QWidget *chartsParent() const;

    /// Takes the page over. No server: no docks, no band.
    void showWelcome(QWidget *page);
    /// Takes the page over.
    void showPage(QWidget *page, const Environment &environment);
    /// Takes the page over; its tab leads to it. The jobs' page comes by showPage().
    void addPage(Page page, QWidget *widget);
    /// What its tab says; nullopt: nothing.
    void setCount(Page page, std::optional<qint64> count);
    /// Of a production environment; see LockChip.
    void setLock(const QString &left, const QString &explanation);
    /// Opens at the environment's chip. @param menu  outlives it
    void setEnvironmentMenu(QMenu *menu);
    void goTo(Page page);
    [[nodiscard]] Page page() const { return m_page; }
    /// Take the panes over.
    void setDetails(QWidget *pane);
    void setCharts(QWidget *pane);

    /// Asked whenever the window is to be closed; false: it stays open. Empty: nothing stands against it.
    void setCloseQuestion(std::function<bool()> mayClose) { m_mayClose = std::move(mayClose); }

    /// What of the context the frame does not know itself.
    void setContext(const CommandContext &context);

    /// As it is now, to be remembered: of `remembered` everything that is not the frame's stays.
    [[nodiscard]] Settings settings(Settings remembered) const;

Q_SIGNALS:
    void closing();
    void pageChanged(emberwatch::Page page);

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] bool mayClose();
    void setPage(QWidget *page);
    [[nodiscard]] QPointer<QWidget> &widgetOf(Page page) { return m_widgets[static_cast<size_t>(page)]; }
    void putDocksAway();
    void bringDocksBack();
    void giveContext();
    void addDocks();
    void restore(const Settings &settings);
    void connectLooks(const Settings &settings);
    void connectShell();
    void foldCharts();
    void showAbout();

    ThemeSource *m_themes;
    Commands *m_commands;
    HeadBar *m_head;
    QStackedWidget *m_pages;
    StaleBar *m_stale;
    StatusLine *m_status;
    FeedDisplay *m_feed;
    PaneDock *m_details;
    PaneDock *m_charts;
    CommandPalette *m_palette = nullptr; ///< from the first time on that it is wanted
    MainMenu *m_menu = nullptr; ///< likewise
    std::optional<EnvironmentClass> m_class; ///< nullopt: welcome
    std::array<QPointer<QWidget>, pageCount> m_widgets; ///< by page; null: there is none yet
    Page m_page = Page::Jobs;
    CommandContext m_context; ///< as it was told
    QByteArray m_dockState; ///< while no docks are shown: what they come back to
    bool m_chartsFolded = false;
    std::function<bool()> m_mayClose;
    bool m_isAsking = false; ///< whether it may be closed
};

} // namespace emberwatch

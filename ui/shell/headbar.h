// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/environment.h"
#include "ui/shell/page.h"

#include <QWidget>

#include <array>
#include <optional>

class QMenu;

namespace emberwatch {

class ActionButton;
class ClassBand;
class Commands;
class EnvironmentChip;
class LockChip;
class PageTab;
class ThemeSource;

/// The top of the window: the band, and beneath it environment, pages, the three procedures, command palette
/// and menu. Where the room is short the procedures keep their icons only.
class HeadBar : public QWidget
{
    Q_OBJECT
public:
    /// @param themes, commands  outlive it
    HeadBar(const ThemeSource *themes, const Commands &commands, QWidget *parent = nullptr);

    /// nullopt: none chosen yet, no pages either.
    void setEnvironment(const std::optional<Environment> &environment);
    /// There is such a page from now on. The jobs' tab comes and goes with the environment.
    void showPage(Page page);
    /// nullopt: the tab says no number.
    void setCount(Page page, std::optional<qint64> count);
    void setCurrent(Page page);
    /// Of production; see LockChip.
    void setLock(const QString &left, const QString &explanation);
    /// Of the environment's chip. @param menu  outlives it
    void setEnvironmentMenu(QMenu *menu);
    /// Where the menu opens.
    [[nodiscard]] QWidget *menuButton() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void addTabs(const Commands &commands);
    void layOut();
    [[nodiscard]] PageTab *tab(Page page) const { return m_tabs[static_cast<size_t>(page)]; }
    void measure();
    void fold();

    const ThemeSource *m_themes;
    ClassBand *m_band;
    EnvironmentChip *m_chip;
    LockChip *m_lock;
    ActionButton *m_allow;
    std::array<PageTab *, pageCount> m_tabs{};
    std::array<ActionButton *, 3> m_procedures;
    ActionButton *m_palette;
    ActionButton *m_menu;
    QWidget *m_row;
};

} // namespace emberwatch

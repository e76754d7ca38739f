// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/environment.h"
#include "ui/shell/page.h"

#include <QWidget>

#include <optional>

namespace emberwatch {

class ActionButton;
class ClassBand;
class Commands;
class EnvironmentChip;
class PageTab;
class ThemeSource;

/// The top of the window: the band, and beneath it environment, pages, command palette and menu.
class HeadBar : public QWidget
{
    Q_OBJECT
public:
    /// @param themes, commands  outlive it
    HeadBar(const ThemeSource *themes, const Commands &commands, QWidget *parent = nullptr);

    /// nullopt: none chosen yet, no pages either.
    void setEnvironment(const std::optional<Environment> &environment);
    void setJobCount(std::optional<qint64> count);
    /// nullopt: there is no such page.
    void setServerCount(std::optional<qint64> count);
    void setCurrent(Page page);
    /// Where the menu opens.
    [[nodiscard]] QWidget *menuButton() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void measure();

    const ThemeSource *m_themes;
    ClassBand *m_band;
    EnvironmentChip *m_chip;
    PageTab *m_jobs;
    PageTab *m_servers;
    ActionButton *m_recover;
    ActionButton *m_palette;
    ActionButton *m_menu;
    QWidget *m_row;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/environment.h"

#include <QAbstractButton>

class QMenu;

namespace emberwatch {

class ThemeSource;

/// Class and name of the environment in the class's colour, with a shape of its own for each class. With a
/// menu it is a button that opens it.
class EnvironmentChip : public QAbstractButton
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit EnvironmentChip(const ThemeSource *themes, QWidget *parent = nullptr);
    void setEnvironment(const Environment &environment);
    /// @param menu  outlives it
    void setMenu(QMenu *menu);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int nameLeft() const;
    [[nodiscard]] int nameRight() const; ///< from the right edge
    void openMenu();
    void paintMenuMark(QPainter &painter) const;

    const ThemeSource *m_themes;
    Environment m_environment;
    QMenu *m_menu = nullptr;
};

} // namespace emberwatch

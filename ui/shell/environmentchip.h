// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/environment.h"

#include <QWidget>

namespace emberwatch {

class ThemeSource;

/// Class and name of the environment in the class's colour, with a shape of its own for each class.
class EnvironmentChip : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit EnvironmentChip(const ThemeSource *themes, QWidget *parent = nullptr);
    void setEnvironment(const Environment &environment);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int nameLeft() const;

    const ThemeSource *m_themes;
    Environment m_environment;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QWidget>

namespace emberwatch {

class ThemeSource;

/// The stripe in the environment's class colour over every window of ours.
class ClassBand : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit ClassBand(const ThemeSource *themes, QWidget *parent = nullptr);
    void setEnvironmentClass(EnvironmentClass environmentClass);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const ThemeSource *m_themes;
    EnvironmentClass m_class = EnvironmentClass::Development;
};

} // namespace emberwatch

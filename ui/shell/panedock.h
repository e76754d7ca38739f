// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>

class QAction;

namespace emberwatch {

class ThemeSource;

/// A dock around a pane that brings its own heading: only a narrow grip is added to move it by. Its action
/// brings it back and hides it; it is checked while the dock is shown.
class PaneDock : public QDockWidget
{
    Q_OBJECT
public:
    /// @param themes, toggle  outlive it
    PaneDock(const ThemeSource *themes, const QString &name, const QString &title, QAction *toggle,
        QWidget *parent);

    /// The size the dock should get when it is first shown, in device-independent pixels.
    void setWantedSize(const QSize &size) { m_wanted = size; }
    [[nodiscard]] QSize sizeHint() const override;

private:
    QAction *m_toggle;
    QSize m_wanted;
};

} // namespace emberwatch

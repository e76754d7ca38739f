// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/panedock.h"

#include "ui/theme/themesource.h"

#include <QAction>
#include <QPainter>

namespace emberwatch {

namespace {

/// The place to take the dock by. Mouse events that it does not take are the dock's.
class Grip : public QWidget
{
public:
    Grip(const ThemeSource *themes, QWidget *parent)
        : QWidget(parent)
        , m_themes(themes)
    {
        setCursor(Qt::OpenHandCursor);
        setAccessibleName(QDockWidget::tr("Move"));
    }

    /// QDockWidget asks for nothing else.
    [[nodiscard]] QSize sizeHint() const override { return QSize(32, 8); }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Colors &colors = m_themes->colors();
        const QColor color = underMouse() ? colors.outline : colors.hairline;
        const int middle = width() / 2;
        for (int x = middle - 12; x <= middle + 12; x += 4)
            painter.fillRect(x, height() / 2 - 1, 2, 2, color);
    }
    void enterEvent(QEnterEvent *) override { update(); }
    void leaveEvent(QEvent *) override { update(); }

private:
    const ThemeSource *m_themes;
};

} // namespace

PaneDock::PaneDock(
    const ThemeSource *themes, const QString &name, const QString &title, QAction *toggle, QWidget *parent)
    : QDockWidget(title, parent)
    , m_toggle(toggle)
{
    setObjectName(name);
    setTitleBarWidget(new Grip(themes, this));
    connect(toggle, &QAction::toggled, this, [this](bool isWanted) {
        if (isWanted != !isHidden())
            setVisible(isWanted);
    });
    // Also told where the whole window is hidden; that is no wish of the operator's. The first signal comes
    // while the window is hidden too, the second only once the dock has come or gone.
    const auto follow = [this] { m_toggle->setChecked(!isHidden()); };
    connect(toggleViewAction(), &QAction::toggled, this, follow);
    connect(this, &QDockWidget::visibilityChanged, this, follow);
}

QSize PaneDock::sizeHint() const
{
    return m_wanted.isValid() ? m_wanted : QDockWidget::sizeHint();
}

} // namespace emberwatch

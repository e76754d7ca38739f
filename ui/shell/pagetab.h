// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include <optional>

class QAction;

namespace emberwatch {

class ThemeSource;

/// One page in the head bar: its name and how many things are on it.
class PageTab : public QAbstractButton
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    /// @param goTo    what a click does; outlives it too
    PageTab(const ThemeSource *themes, const QString &title, QAction *goTo, QWidget *parent = nullptr);
    /// It never says a number: no room is kept for one.
    void setWithoutCount();
    void setCount(std::optional<qint64> count);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QString countText() const;

    const ThemeSource *m_themes;
    std::optional<qint64> m_count;
    qsizetype m_mostDigits = 1;
};

} // namespace emberwatch

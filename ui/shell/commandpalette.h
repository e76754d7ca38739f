// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

class QAction;
class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace emberwatch {

class Commands;
class ThemeSource;

/// Every command by name: type a part of it, Enter carries it out. What cannot be done now is listed too,
/// greyed.
class CommandPalette : public QWidget
{
    Q_OBJECT
public:
    /// @param themes, commands  outlive it
    CommandPalette(const ThemeSource *themes, const Commands &commands, QWidget *parent);

    /// Opens at the top of the window, with everything listed.
    void open();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void list(const QString &wanted);
    void carryOut(const QListWidgetItem *item);
    void lookAnew();
    [[nodiscard]] QAction *actionOf(const QListWidgetItem *item) const;

    const ThemeSource *m_themes;
    const Commands &m_commands;
    QLineEdit *m_search;
    QListWidget *m_list;
    std::vector<QAction *> m_listed;
};

/// How well a name answers to what was typed: all words must begin a word of it or be in it; -1: no match.
[[nodiscard]] int paletteScore(const QString &name, const QString &wanted);

} // namespace emberwatch

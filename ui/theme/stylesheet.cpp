// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/stylesheet.h"

#include "ui/theme/contrast.h"
#include "ui/theme/theme.h"

#include <QFontInfo>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

// Lengths in the text are device-independent pixels on the grid of 4; %name is replaced below.
constexpr auto sheet = R"(
QToolTip { background: %raised; color: %text; border: 1px solid %outline; padding: 4px 8px; }

QPushButton { background: %button; color: %text; border: 1px solid %buttonLine; border-radius: 4px;
    padding: 0 12px; min-height: %innerControl; }
QPushButton:hover { background: %raisedMore; }
QPushButton:pressed, QPushButton:checked { background: %selection; color: %onSelection; }
QPushButton:focus { border: 2px solid %accent; padding: 0 11px; min-height: %innerFocused; }
QPushButton:disabled { color: %disabled; border-color: %hairline; background: transparent; }
QPushButton[look="primary"] { background: %accent; color: %onAccent; border-color: %accent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: %accentMore; }
QPushButton[look="primary"]:focus { border: 2px solid %text; }
QPushButton[look="primary"]:disabled { background: transparent; color: %disabled; border-color: %hairline; }
QPushButton[look="quiet"] { background: transparent; border-color: transparent; }
QPushButton[look="quiet"]:hover { background: %raised; }
QPushButton[look="quiet"]:focus { border-color: %accent; }
QPushButton[look="chip"] { background: %base; color: %second; border-color: %hairline; padding: 0 8px;
    min-height: 0; max-height: 10000px; }
QPushButton[look="chip"]:hover { background: %raised; }
QPushButton[look="chip"]:focus { border: 2px solid %accent; padding: 0 7px; }
QPushButton[iconOnly="true"] { padding: 0; min-width: %innerControl; max-width: %innerControl; }
QPushButton[iconOnly="true"]:focus { min-width: %innerFocused; max-width: %innerFocused; }
QPushButton::menu-indicator { image: none; width: 0; }

QToolButton { background: transparent; color: %text; border: 1px solid transparent; border-radius: 4px; padding: 3px; }
QToolButton:hover { background: %raised; }
QToolButton:pressed, QToolButton:checked { background: %selection; }
QToolButton:focus { border: 2px solid %accent; padding: 2px; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QSpinBox { background: %base; color: %text; border: 1px solid %outline;
    border-radius: 4px; selection-background-color: %selectionStrong; selection-color: %onSelection; }
QLineEdit { padding: 0 7px; min-height: %innerControl; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid %accent; }
QLineEdit:focus { padding: 0 6px; min-height: %innerFocused; }
QLineEdit[look="bare"] { background: transparent; border: none; padding: 0; min-height: 0; }
QLineEdit:disabled { color: %disabled; border-color: %hairline; }

QFrame[look="card"] { background: %base; border: 1px solid %hairline; border-radius: 4px; }
QFrame[look="hairline"] { background: %hairline; border: none; max-height: 1px; min-height: 1px; }
QFrame[look="hairlineVertical"] { background: %hairline; border: none; max-width: 1px; min-width: 1px; }
QPlainTextEdit[look="quiet"], QAbstractItemView[look="quiet"] { background: transparent; border: 2px solid transparent;
    border-radius: 4px; }
QPlainTextEdit[look="quiet"]:focus, QAbstractItemView[look="quiet"]:focus { border-color: %accent; }
QLabel[look="second"] { color: %second; }
QLabel[look="third"] { color: %third; }

QMenu { background: %menu; color: %text; border: 1px solid %menuLine; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 8px; border-radius: 4px; min-height: 20px; }
QMenu::item:selected { background: %selection; color: %onSelection; }
QMenu::item:disabled { color: %disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: %hairline; margin: 4px 8px; }

QHeaderView { background: %window; border: none; }
QHeaderView::section { background: %window; color: %second; border: none; padding: 0 8px; font-weight: 600; }
QAbstractItemView { background: %base; color: %text; border: none; outline: none;
    selection-background-color: %selection; selection-color: %onSelection; }

QAbstractScrollArea::corner { background: %base; border: none; }
QAbstractScrollArea[look="quiet"]::corner { background: transparent; }

QTabWidget::pane { border: none; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: %second; border: none; border-bottom: 2px solid transparent;
    padding: 4px 12px; min-height: 20px; }
QTabBar::tab:hover { color: %text; }
QTabBar::tab:selected { color: %text; border-bottom-color: %accent; font-weight: 600; }
QTabBar::tab:focus { color: %accent; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: %scroll; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: %outline; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }

QMainWindow { background: %window; }
QMainWindow::separator { background: %hairline; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: %accent; }
QSplitter::handle { image: none; background: %window; }
QSplitter::handle:vertical { border-top: 1px solid %hairline; border-bottom: 1px solid %hairline; }
QSplitter::handle:hover { background: %accent; }
QDockWidget { color: %text; }
QStatusBar { background: %window; }
QStatusBar::item { border: none; }
)"_L1;

QString px(int length)
{
    return QString::number(length) + "px"_L1;
}

} // namespace

QString styleSheetOf(const Theme &theme)
{
    const Colors &c = theme.colors;
    const int control = theme.measures.control;
    // Longer names first: %text is a prefix of none, but %selection is one of %selectionStrong.
    const std::pair<QLatin1StringView, QString> values[] = {
        {"%innerControl"_L1, px(control - 2)},
        {"%innerFocused"_L1, px(control - 4)},
        {"%selectionStrong"_L1, mixed(c.selection, c.accent, 0.25).name()},
        {"%onSelection"_L1, c.onSelection.name()},
        {"%selection"_L1, c.selection.name()},
        {"%raisedMore"_L1, (c.isDark ? mixed(c.raised, c.text, 0.08) : c.raised).name()},
        {"%raised"_L1, c.raised.name()},
        {"%buttonLine"_L1, mixed(c.hairline, c.outline, c.isDark ? 0.25 : 0.4).name()},
        {"%button"_L1, (c.isDark ? c.raised : c.base).name()},
        {"%menuLine"_L1, mixed(c.hairline, c.outline, 0.3).name()},
        {"%menu"_L1, c.base.name()},
        {"%accentMore"_L1, mixed(c.accent, c.text, 0.15).name()},
        {"%onAccent"_L1, c.onAccent.name()},
        {"%accent"_L1, c.accent.name()},
        {"%hairline"_L1, c.hairline.name()},
        {"%outline"_L1, c.outline.name()},
        {"%scroll"_L1, mixed(c.base, c.outline, 0.6).name()},
        {"%disabled"_L1, c.disabled.name()},
        {"%second"_L1, c.second.name()},
        {"%third"_L1, c.third.name()},
        {"%window"_L1, c.window.name()},
        {"%base"_L1, c.base.name()},
        {"%text"_L1, c.text.name()},
    };
    QString text = sheet;
    for (const auto &[name, value] : values)
        text.replace(name, value);
    return text;
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"

#include "ui/shell/commands.h"
#include "ui/theme/themesource.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowsShown = 12;
constexpr int keyRole = Qt::UserRole;

/// Icon, name, and the key at the right end.
class PaletteDelegate : public QStyledItemDelegate
{
public:
    PaletteDelegate(const ThemeSource *themes, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_themes(themes)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colors &colors = m_themes->colors();
        const Measures &measures = m_themes->measures();
        const bool isSelected = option.state & QStyle::State_Selected;
        const bool isEnabled = option.state & QStyle::State_Enabled;
        painter->save();
        if (isSelected) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(colors.selection);
            painter->drawRoundedRect(option.rect, measures.corner, measures.corner);
        }
        const QRect inner = option.rect.adjusted(measures.within, 0, -measures.within, 0);
        const auto icon = index.data(Qt::DecorationRole).value<QIcon>();
        const QRect iconRect(
            inner.left(), inner.center().y() - measures.icon / 2 + 1, measures.icon, measures.icon);
        icon.paint(painter, iconRect, Qt::AlignCenter, isEnabled ? QIcon::Normal : QIcon::Disabled);
        painter->setFont(m_themes->fonts().body);
        painter->setPen(isEnabled ? (isSelected ? colors.onSelection : colors.text) : colors.disabled);
        painter->drawText(inner.adjusted(measures.icon + measures.within, 0, 0, 0), Qt::AlignVCenter,
            index.data(Qt::DisplayRole).toString());
        painter->setFont(m_themes->fonts().small);
        painter->setPen(isEnabled ? colors.third : colors.disabled);
        painter->drawText(inner, Qt::AlignVCenter | Qt::AlignRight, index.data(keyRole).toString());
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return QSize(0, m_themes->measures().control);
    }

private:
    const ThemeSource *m_themes;
};

bool isOurKey(int key)
{
    return key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_Return || key == Qt::Key_Enter
        || key == Qt::Key_Escape;
}

} // namespace

int paletteScore(const QString &name, const QString &wanted)
{
    int score = 0;
    for (const QString &word : wanted.split(u' ', Qt::SkipEmptyParts)) {
        const qsizetype at = name.indexOf(word, 0, Qt::CaseInsensitive);
        if (at < 0)
            return -1;
        const bool beginsWord = at == 0 || !name.at(at - 1).isLetterOrNumber();
        score += at == 0 ? 3 : beginsWord ? 2 : 1;
    }
    return score;
}

CommandPalette::CommandPalette(const ThemeSource *themes, const Commands &commands, QWidget *parent)
    : QWidget(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_themes(themes)
    , m_commands(commands)
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(u"commandPalette"_s);
    setAccessibleName(tr("Command palette"));
    m_search->setObjectName(u"paletteSearch"_s);
    m_search->setPlaceholderText(tr("What to do"));
    m_search->setAccessibleName(tr("What to do"));
    m_search->installEventFilter(this);
    m_list->setItemDelegate(new PaletteDelegate(themes, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    setFocusProxy(m_search);
    const Measures &measures = themes->measures();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measures.within, measures.within, measures.within, measures.within);
    column->setSpacing(measures.within);
    column->addWidget(m_search);
    column->addWidget(m_list);
    connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::list);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::carryOut);
}

void CommandPalette::open()
{
    m_search->clear();
    list({});
    lookAnew();
    const QWidget *window = parentWidget();
    const QPoint top
        = window->mapToGlobal(QPoint((window->width() - width()) / 2, m_themes->measures().bar + 8));
    move(top);
    show();
    m_search->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::list(const QString &wanted)
{
    m_listed.clear();
    for (QAction *action : m_commands.all()) {
        const bool isThisOne = action == m_commands.action(Command::ShowPalette);
        if (!isThisOne && paletteScore(action->text(), wanted) >= 0)
            m_listed.push_back(action);
    }
    std::ranges::stable_sort(m_listed, [&wanted](const QAction *one, const QAction *other) {
        const auto rank = [&wanted](const QAction *action) {
            return std::pair(action->isEnabled(), paletteScore(action->text(), wanted));
        };
        return rank(one) > rank(other);
    });
    m_list->clear();
    for (const QAction *action : m_listed) {
        auto *item = new QListWidgetItem(action->icon(), action->text(), m_list);
        item->setData(keyRole, action->shortcut().toString(QKeySequence::NativeText));
        if (!action->isEnabled())
            item->setFlags(Qt::NoItemFlags);
    }
    if (m_list->count() > 0)
        m_list->setCurrentRow(0);
}

void CommandPalette::carryOut(const QListWidgetItem *item)
{
    QAction *action = actionOf(item);
    if (!action || !action->isEnabled())
        return;
    close();
    action->trigger();
}

QAction *CommandPalette::actionOf(const QListWidgetItem *item) const
{
    const int row = item ? m_list->row(item) : -1;
    return row < 0 ? nullptr : m_listed.at(static_cast<size_t>(row));
}

void CommandPalette::lookAnew()
{
    const Measures &measures = m_themes->measures();
    const int letters = QFontMetrics(m_themes->fonts().body).averageCharWidth() * 72;
    const int width = std::min(letters, parentWidget()->width() - 2 * measures.around);
    const int room = parentWidget()->height() - measures.bar - 2 * measures.around;
    const int rows = std::min(rowsShown * measures.control, room - measures.control - 3 * measures.within);
    setFixedSize(width, rows + measures.control + 3 * measures.within);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && isOurKey(static_cast<QKeyEvent *>(event)->key())) {
        // The window's shortcuts go on while a popup is open: Return would show a job's details instead.
        event->accept();
        return true;
    }
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int row = m_list->currentRow();
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Down:
        m_list->setCurrentRow(std::min(row + 1, m_list->count() - 1));
        return true;
    case Qt::Key_Up:
        m_list->setCurrentRow(std::max(row - 1, 0));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        carryOut(m_list->currentItem());
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(m_themes->colors().outline);
    painter.setBrush(m_themes->colors().base);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triagelist.h"

#include "ui/theme/themesource.h"
#include "ui/triage/triagelistmodel.h"
#include "ui/widgets/celldelegate.h"
#include "ui/widgets/rowlook.h"
#include "ui/words/numbertext.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

class ListDelegate : public CellDelegate
{
public:
    using CellDelegate::CellDelegate;

    void setStale(bool isStale) { m_isStale = isStale; }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const Measures &measures = themes()->measures();
        const bool isTitle = !index.data(TriageListModel::KindRole).isValid();
        return {0, measures.row + (isTitle ? measures.within : 0)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QVariant kind = index.data(TriageListModel::KindRole);
        if (!kind.isValid()) {
            QRect room = innerOf(option);
            room.setTop(room.top() + themes()->measures().within);
            drawText(*painter, room, {index.data().toString(), themes()->colors().second, &Fonts::strong});
            return;
        }
        drawKind(*painter, option, static_cast<TriageKind>(kind.toInt()), index);
    }

private:
    void drawKind(QPainter &painter, const QStyleOptionViewItem &option, TriageKind kind,
        const QModelIndex &index) const
    {
        const Theme &theme = themes()->theme();
        const Colors &colors = theme.colors;
        RowState state;
        state.isSelected = option.state.testFlag(QStyle::State_Selected);
        state.hasFocus = option.widget && option.widget->hasFocus();
        const bool isHovered = option.state.testFlag(QStyle::State_MouseOver);
        if (state.isSelected || isHovered)
            painter.fillRect(option.rect, state.isSelected ? colors.selection : colors.raised);
        drawRowForeground(painter, option.rect, state, theme);

        const QVariant count = index.data(TriageListModel::CountRole);
        const bool isSome = count.toLongLong() > 0;
        const TriageLook look = lookOf(kind);
        const QColor quiet = state.isSelected ? colors.second : colors.third;
        const QColor sign = isSome && !m_isStale ? colors.*look.color : quiet;
        const QColor word = isSome ? valueColor(option) : quiet;
        QFont Fonts::*const font = state.isSelected ? &Fonts::strong : &Fonts::body;
        QRect room = innerOf(option);
        drawIcon(painter, room, look.icon, sign);
        room.setLeft(room.left() + theme.measures.icon + theme.measures.within);
        const QString number = count.isValid() ? numberText(count.toLongLong()) : QString();
        const int used = drawText(painter, room, {number, word, font, Qt::ElideNone, true});
        room.setRight(room.right() - used - theme.measures.within);
        drawText(painter, room, {index.data().toString(), word, font});
    }

    bool m_isStale = false;
};

} // namespace

TriageList::TriageList(const ThemeSource *themes, TriageListModel *model, QWidget *parent)
    : QListView(parent)
    , m_themes(themes)
    , m_model(model)
{
    setObjectName(u"triageList"_s);
    setAccessibleName(tr("Verdicts"));
    setProperty("look", u"quiet"_s);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setItemDelegate(new ListDelegate(themes, this));
    setModel(model);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    connect(themes, &ThemeSource::themeChanged, this, [this] {
        updateGeometry();
        scheduleDelayedItemsLayout();
        viewport()->update();
    });
}

void TriageList::choose(TriageKind kind)
{
    setCurrentIndex(m_model->indexOf(kind));
}

TriageKind TriageList::chosen() const
{
    return m_model->kindAt(currentIndex()).value_or(TriageKind::Conflict);
}

void TriageList::setStale(bool isStale)
{
    static_cast<ListDelegate *>(itemDelegate())->setStale(isStale);
    viewport()->update();
}

QSize TriageList::sizeHint() const
{
    const QFontMetrics metrics(m_themes->fonts().strong);
    const Measures &measures = m_themes->measures();
    int word = 0;
    for (int row = 0; row < m_model->rowCount(); ++row)
        word = std::max(word, metrics.horizontalAdvance(m_model->index(row).data().toString()));
    const int number = metrics.horizontalAdvance(numberText(100'000));
    return {word + number + measures.icon + 4 * measures.within + 2 * measures.grid, 400};
}

void TriageList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (const auto kind = m_model->kindAt(current))
        Q_EMIT kindChosen(*kind);
}

void TriageList::keyPressEvent(QKeyEvent *event)
{
    const bool isLetter = event->modifiers() == Qt::NoModifier;
    const int key = isLetter && event->key() == Qt::Key_J ? Qt::Key_Down
        : isLetter && event->key() == Qt::Key_K           ? Qt::Key_Up
                                                          : event->key();
    if (key == event->key())
        return QListView::keyPressEvent(event);
    QKeyEvent step(event->type(), key, event->modifiers());
    QListView::keyPressEvent(&step);
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobtableheader.h"

#include "ui/jobs/jobcolumns.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/columnfit.h"

#include <QAbstractTableModel>
#include <QContextMenuEvent>
#include <QDataStream>
#include <QFontMetrics>
#include <QIODevice>
#include <QMenu>
#include <QPaintEvent>
#include <QPainter>
#include <QScopedValueRollback>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// Saved columns of another shape are not restored.
constexpr quint32 savedFormat = 0x45'57'43'02;
constexpr int staleHatch = 6; ///< height of the hatched strip

/// The columns alone. A header at the live model would lay itself out anew whenever rows come or go.
class Columns : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;
    [[nodiscard]] int rowCount(const QModelIndex &) const override { return 0; }
    [[nodiscard]] int columnCount(const QModelIndex &parent) const override
    {
        return parent.isValid() ? 0 : jobColumnCount;
    }
    [[nodiscard]] QVariant data(const QModelIndex &, int) const override { return {}; }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        const bool isTitle = orientation == Qt::Horizontal && role == Qt::DisplayRole;
        return isTitle ? titleOf(static_cast<JobColumn>(section)) : QVariant();
    }
};

FittedColumn fittedColumn(JobColumn column, const Theme &theme)
{
    const int usual = usualWidthOf(column, theme);
    const int title = titleWidthOf(column, theme);
    if (!isElastic(column))
        return {usual, usual, usual};
    return {usual, std::max(title, usual * 3 / 5), usual * 2};
}

QColor translucent(QColor color)
{
    color.setAlphaF(0.85F);
    return color;
}

} // namespace

JobTableHeader::JobTableHeader(const ThemeSource *themes, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_themes(themes)
{
    setObjectName(u"jobColumns"_s);
    setModel(new Columns(this));
    configure();
    resetColumns();
    setSorting({});
    connect(this, &QHeaderView::sortIndicatorChanged, this, [this] { Q_EMIT sortingChanged(sorting()); });
    connect(this, &QHeaderView::sectionResized, this, [this](int, int before, int now) {
        const bool isHiddenOrShown = before == 0 || now == 0;
        if (isHiddenOrShown)
            fit();
        else if (!m_isFitting)
            m_isFitted = false;
    });
}

/// restoreState() would bring these back from a file.
void JobTableHeader::configure()
{
    setSectionsMovable(true);
    setFirstSectionMovable(true);
    setSectionsClickable(true);
    setSortIndicatorShown(true);
    setStretchLastSection(false);
    setHighlightSections(false);
    setSectionResizeMode(QHeaderView::Interactive);
    setMinimumSectionSize(leastWidth(m_themes->theme()));
}

JobSorting JobTableHeader::sorting() const
{
    const int section = std::clamp(sortIndicatorSection(), 0, jobColumnCount - 1);
    return {static_cast<JobColumn>(section), sortIndicatorOrder() == Qt::DescendingOrder};
}

void JobTableHeader::setSorting(JobSorting sorting)
{
    setSortIndicator(
        static_cast<int>(sorting.column), sorting.isDescending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void JobTableHeader::setStale(bool isStale)
{
    m_isStale = isStale;
    viewport()->update();
}

QByteArray JobTableHeader::saveColumns() const
{
    QByteArray saved;
    QDataStream out(&saved, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << savedFormat << qint32(jobColumnCount) << m_isFitted << saveState();
    return saved;
}

bool JobTableHeader::restoreColumns(const QByteArray &saved)
{
    QDataStream in(saved);
    in.setVersion(QDataStream::Qt_6_4);
    quint32 format = 0;
    qint32 columns = 0;
    bool isFitted = true;
    QByteArray state;
    in >> format >> columns >> isFitted >> state;
    if (in.status() != QDataStream::Ok || format != savedFormat || columns != jobColumnCount)
        return false;
    const bool isRestored = restoreState(state);
    configure();
    m_isFitted = isFitted;
    fit();
    return isRestored;
}

void JobTableHeader::fitTo(int room)
{
    m_room = room;
    fit();
}

void JobTableHeader::fit()
{
    if (!m_isFitted || m_isFitting || m_room <= 0)
        return;
    std::vector<FittedColumn> columns;
    std::vector<int> sections;
    for (int section = 0; section < count(); ++section) {
        if (isSectionHidden(section) || sectionSize(section) == 0) // about to be hidden
            continue;
        columns.push_back(fittedColumn(static_cast<JobColumn>(section), m_themes->theme()));
        sections.push_back(section);
    }
    const std::vector<int> widths = fittedWidths(columns, m_room);
    const QScopedValueRollback isFitting(m_isFitting, true);
    for (size_t i = 0; i < sections.size(); ++i)
        resizeSection(sections[i], widths[i]);
}

void JobTableHeader::resetColumns()
{
    for (int section = 0; section < jobColumnCount; ++section) {
        m_usualWidths[static_cast<size_t>(section)]
            = usualWidthOf(static_cast<JobColumn>(section), m_themes->theme());
        moveSection(visualIndex(section), section);
        showSection(section);
        resizeSection(section, m_usualWidths[static_cast<size_t>(section)]);
    }
    m_isFitted = true;
    fit();
}

void JobTableHeader::renew()
{
    setMinimumSectionSize(leastWidth(m_themes->theme()));
    scaleWidths();
    fit();
    viewport()->update();
}

void JobTableHeader::scaleWidths()
{
    const QScopedValueRollback isFitting(m_isFitting, true); // no width of somebody's hand
    for (int section = 0; section < count(); ++section) {
        int &usual = m_usualWidths[static_cast<size_t>(section)];
        const int now = usualWidthOf(static_cast<JobColumn>(section), m_themes->theme());
        if (usual > 0 && now != usual && !isSectionHidden(section))
            resizeSection(section, sectionSize(section) * now / usual);
        usual = now;
    }
}

QSize JobTableHeader::sizeHint() const
{
    // QHeaderView would measure each title in a bold face that nothing is drawn with.
    return {length(), m_themes->measures().row + m_themes->measures().grid};
}

QColor JobTableHeader::backgroundColor() const
{
    return m_isStale ? m_themes->colors().warningTint : m_themes->colors().window;
}

void JobTableHeader::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), backgroundColor());
    if (m_isStale)
        drawStaleSign(painter);
    for (int visual = 0; visual < count(); ++visual) {
        const int section = logicalIndex(visual);
        const QRect rect(sectionViewportPosition(section), 0, sectionSize(section), viewport()->height());
        if (!isSectionHidden(section) && rect.intersects(event->rect()))
            drawSection(painter, rect, static_cast<JobColumn>(section));
    }
    const int border = m_themes->measures().border;
    painter.fillRect(
        0, viewport()->height() - border, viewport()->width(), border, m_themes->colors().hairline);
}

void JobTableHeader::drawStaleSign(QPainter &painter) const
{
    const int top = viewport()->height() - staleHatch;
    painter.save();
    painter.setClipRect(0, top, viewport()->width(), staleHatch);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(translucent(m_themes->colors().warning), 1.2));
    for (int x = -staleHatch; x < viewport()->width(); x += staleHatch)
        painter.drawLine(x, viewport()->height(), x + staleHatch, top);
    painter.restore();
}

void JobTableHeader::drawSection(QPainter &painter, const QRect &rect, JobColumn column) const
{
    const Colors &colors = m_themes->colors();
    const Measures &measures = m_themes->measures();
    const bool isSorted = isSortIndicatorShown() && sortIndicatorSection() == static_cast<int>(column);
    const QFontMetrics metrics(m_themes->fonts().strong);
    QRect room = rect.adjusted(measures.within, 0, -measures.within, 0);
    const int sign = isSorted ? measures.icon : 0;
    const QString title = metrics.elidedText(titleOf(column), Qt::ElideRight, room.width() - sign);
    const int width = metrics.horizontalAdvance(title);

    const int textLeft = isNumeric(column) ? room.right() + 1 - width : room.left();
    painter.setFont(m_themes->fonts().strong);
    painter.setPen(isSorted ? colors.text : colors.second);
    painter.drawText(QRect(textLeft, rect.top(), width + 1, rect.height()), Qt::AlignVCenter, title);
    if (!isSorted)
        return;
    const int size = measures.icon - measures.grid;
    const int signLeft = isNumeric(column) ? textLeft - measures.icon : textLeft + width + measures.grid;
    const Icon icon = sortIndicatorOrder() == Qt::DescendingOrder ? Icon::ChevronDown : Icon::ChevronUp;
    painter.drawPixmap(signLeft, rect.top() + (rect.height() - size) / 2,
        m_themes->pixmap(icon, colors.text, size, devicePixelRatioF()));
}

void JobTableHeader::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    const bool isLast = hiddenSectionCount() == count() - 1;
    for (int visual = 0; visual < count(); ++visual) {
        const int section = logicalIndex(visual);
        const auto column = static_cast<JobColumn>(section);
        QAction *action = menu.addAction(titleOf(column));
        action->setObjectName(u"column."_s + nameOf(column));
        action->setCheckable(true);
        action->setChecked(!isSectionHidden(section));
        action->setEnabled(isSectionHidden(section) || !isLast);
        connect(action, &QAction::toggled, this,
            [this, section](bool isShown) { setSectionHidden(section, !isShown); });
    }
    menu.addSeparator();
    QAction *reset = menu.addAction(tr("Reset columns"));
    reset->setObjectName(u"column.reset"_s);
    connect(reset, &QAction::triggered, this, &JobTableHeader::resetColumns);
    menu.exec(event->globalPos());
}

} // namespace emberwatch

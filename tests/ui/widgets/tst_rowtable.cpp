// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/rowtable.h"

#include "ui/theme/themesource.h"
#include "ui/widgets/columnfit.h"

#include <QHoverEvent>
#include <QPaintEvent>
#include <QStandardItemModel>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

/// What is painted of a widget from now on.
class PaintedRegion : public QObject
{
public:
    explicit PaintedRegion(QWidget *widget)
        : QObject(widget)
    {
        widget->installEventFilter(this);
    }
    [[nodiscard]] bool contains(const QPoint &point) const { return m_region.contains(point); }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            m_region += static_cast<QPaintEvent *>(event)->region();
        return false;
    }

private:
    QRegion m_region;
};

} // namespace

class TestRowTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMouseLeavesNoTraceOnRowsThatChangedBeneathIt();

private:
    ThemeSource m_themes{ThemeChoice::Light, QFont(u"DejaVu Sans"_s, 10)};
};

void TestRowTable::theMouseLeavesNoTraceOnRowsThatChangedBeneathIt()
{
    QStandardItemModel model(6, 1);
    RowTable table(&m_themes, [](const Theme &) { return std::vector<FittedColumn>{{100, 50, 1000}}; });
    table.setModel(&model);
    table.resize(400, 300);
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table));
    QWidget *viewport = table.viewport();
    const QPoint first = table.visualRect(model.index(0, 0)).center();
    const QPoint fourth = table.visualRect(model.index(3, 0)).center();
    viewport->setAttribute(Qt::WA_UnderMouse);
    QCursor::setPos(viewport->mapToGlobal(first));
    QCoreApplication::processEvents();
    // Other rows come under a mouse that does not move: nobody tells of a hover.
    model.setRowCount(0);
    model.setRowCount(6);
    QTest::qWait(50); // the view lays its rows out by a timer
    viewport->repaint();
    PaintedRegion painted(viewport);
    QCursor::setPos(viewport->mapToGlobal(fourth));
    QHoverEvent hover(
        QEvent::HoverMove, QPointF(fourth), QPointF(viewport->mapToGlobal(fourth)), QPointF(fourth));
    QCoreApplication::sendEvent(viewport, &hover);
    QTRY_VERIFY(painted.contains(first));
}

QTEST_MAIN(TestRowTable)
#include "tst_rowtable.moc"

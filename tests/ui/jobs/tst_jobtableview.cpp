// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobtableview.h"

#include "tests/support/updatemaker.h"
#include "ui/jobs/jobcolumns.h"
#include "ui/jobs/jobtableheader.h"
#include "ui/jobs/jobtablemodel.h"
#include "ui/theme/themesource.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

class Paints : public QObject
{
public:
    explicit Paints(QWidget *widget) { widget->installEventFilter(this); }
    int count = 0;
    QRegion region;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            ++count;
            region += static_cast<QPaintEvent *>(event)->region();
        }
        return false;
    }
};

} // namespace

class TestJobTableView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void movesByKeys();
    void extendsTheSelectionByKeysAndMouse();
    void togglesWithControl();
    void leavesCommandKeysToThePage();
    void keepsSelectionThroughUpdates();
    void tellsThatTheCurrentJobIsGone();
    void keepsTheCurrentJobWhileAFilterHidesIt();
    void dropsHiddenJobsFromTheSelection();
    void keepsTheCurrentRowWhereItIs();
    void keepsTheFirstRowWhereItIs();
    void staysAtTheTop();
    void readsANewSortingFromTheTop();
    void goesToAJob();
    void copiesTheSelection();
    void selectsAllOfManyJobs();
    void activatesByKeyAndDoubleClick();
    void repaintsOnlyWhatChanged();
    void repaintsTimesAlone();
    void remembersColumns();
    void columnsShareTheRoomUntilOneIsSetByHand();
    void sortsByTheHeader();
    void strikesVanishedRowsWhilePaused();
    void staysQuickWithManyRows();
    void isReadOut();

private:
    void fill(int jobs);
    void settle();
    void click(int row, Qt::KeyboardModifiers modifiers = {});
    [[nodiscard]] int yOf(JobSlot slot) const;
    [[nodiscard]] JobSlot slotAt(int row) const { return m_model->slotAt(row); }
    void change(const std::vector<JobSlot> &jobs);
    void remove(JobSlot slot);

    std::unique_ptr<ThemeSource> m_themes;
    std::unique_ptr<UpdateMaker> m_updates;
    std::unique_ptr<JobTableModel> m_model;
    std::unique_ptr<JobTableView> m_view;
    int m_rowHeight = 0;
};

void TestJobTableView::initTestCase()
{
    m_themes = std::make_unique<ThemeSource>(ThemeChoice::Dark, Fonts::systemInterface());
    m_rowHeight = m_themes->measures().row;
}

void TestJobTableView::init()
{
    m_updates = std::make_unique<UpdateMaker>(1);
    m_updates->feed.oddOneIn = 0;
    m_model = std::make_unique<JobTableModel>(
        JobSchema(), [this] { return Timestamp(std::chrono::milliseconds(m_updates->feed.now)); });
    m_view = std::make_unique<JobTableView>(m_themes.get());
    m_view->setModel(m_model.get());
    m_view->resize(900, 600);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_view->setFocus();
}

void TestJobTableView::cleanup()
{
    m_view.reset();
    m_model.reset();
}

void TestJobTableView::fill(int jobs)
{
    m_model->apply(m_updates->next(jobs, 0, 0));
}

/// Until nothing is to be painted any more. One update of the window paints all that is due, and what that
/// sets off comes with the next.
void TestJobTableView::settle()
{
    QWidget *headings = m_view->header()->viewport();
    const Paints rows(m_view->viewport());
    const Paints updates(headings);
    int before = 0;
    do {
        before = rows.count;
        const int known = updates.count;
        headings->update();
        QTRY_VERIFY(updates.count > known);
    } while (rows.count != before);
}

void TestJobTableView::click(int row, Qt::KeyboardModifiers modifiers)
{
    const QPoint at = m_view->visualRect(m_model->index(row, 0)).center();
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, modifiers, at);
}

int TestJobTableView::yOf(JobSlot slot) const
{
    return m_view->visualRect(m_model->index(m_model->rowOf(slot).value(), 0)).top();
}

/// The jobs are written again, and so become the least silent.
void TestJobTableView::change(const std::vector<JobSlot> &jobs)
{
    m_updates->feed.now += 10'000;
    auto batch = std::make_shared<FeedBatch>();
    for (const JobSlot slot : jobs) {
        JobRow row = m_model->table().row(slot);
        row.expiresAt = m_updates->feed.now + FeedSimulator::fullTtl;
        batch->upserts.push_back(row);
    }
    m_model->apply(m_updates->apply(batch));
}

void TestJobTableView::remove(JobSlot slot)
{
    auto batch = std::make_shared<FeedBatch>();
    batch->removals = {{slot, RemovalCause::Expired}};
    m_model->apply(m_updates->apply(batch));
}

void TestJobTableView::movesByKeys()
{
    fill(1000);
    const int page = m_view->viewport()->height() / m_rowHeight;
    const auto row = [this] { return m_view->currentIndex().row(); };
    QTest::keyClick(m_view.get(), Qt::Key_J);
    QCOMPARE(row(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_J);
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(row(), 2);
    QTest::keyClick(m_view.get(), Qt::Key_K);
    QCOMPARE(row(), 1);
    QTest::keyClick(m_view.get(), Qt::Key_PageDown);
    QCOMPARE(row(), 1 + page);
    QVERIFY(m_view->viewport()->rect().contains(m_view->visualRect(m_view->currentIndex()).topLeft()));
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QCOMPARE(row(), 999);
    QCOMPARE(m_view->verticalScrollBar()->value(), m_view->verticalScrollBar()->maximum());
    QTest::keyClick(m_view.get(), Qt::Key_PageUp);
    QCOMPARE(row(), 999 - page);
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QCOMPARE(row(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QCOMPARE(row(), 0);
    QCOMPARE(m_view->selectedCount(), 1);
    QCOMPARE(m_view->currentJob(), m_model->idAt(slotAt(0)));
}

void TestJobTableView::extendsTheSelectionByKeysAndMouse()
{
    fill(100);
    click(5);
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedCount(), 3);
    click(2, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedCount(), 4); // from the row where it began
    for (int row = 2; row <= 5; ++row)
        QVERIFY(m_view->isJobSelected(slotAt(row)));
    QCOMPARE(m_view->selectedJobs().front(), m_model->idAt(slotAt(2)));
    QCOMPARE(m_view->selectionModel()->selectedRows().size(), 4);
}

void TestJobTableView::togglesWithControl()
{
    fill(100);
    click(1);
    click(4, Qt::ControlModifier);
    click(6, Qt::ControlModifier);
    click(4, Qt::ControlModifier);
    QCOMPARE(m_view->selectedCount(), 2);
    QVERIFY(m_view->isJobSelected(slotAt(1)) && m_view->isJobSelected(slotAt(6)));
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ControlModifier); // moves alone
    QCOMPARE(m_view->currentIndex().row(), 5);
    QCOMPARE(m_view->selectedCount(), 2);
    QTest::keyClick(m_view.get(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(m_view->isJobSelected(slotAt(5)));
}

void TestJobTableView::leavesCommandKeysToThePage()
{
    fill(10);
    for (const Qt::Key key : {Qt::Key_Space, Qt::Key_P, Qt::Key_Slash, Qt::Key_Escape}) {
        QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier, u"x"_s);
        QCoreApplication::sendEvent(m_view.get(), &press);
        QVERIFY(!press.isAccepted());
    }
    QVERIFY(!m_view->currentIndex().isValid());
}

void TestJobTableView::keepsSelectionThroughUpdates()
{
    m_updates->feed.oddOneIn = 20;
    fill(500);
    click(3);
    click(8, Qt::ControlModifier);
    click(12, Qt::ControlModifier);
    QSignalSpy moved(m_view.get(), &JobTableView::currentJobChanged);
    std::vector<PromptId> expected = m_view->selectedJobs();
    for (int i = 0; i < 30; ++i) {
        m_model->apply(m_updates->next(10, 50, 0));
        m_model->apply(m_updates->sort({static_cast<JobColumn>(i % jobColumnCount), i % 2 == 0}));
        std::vector<PromptId> now = m_view->selectedJobs();
        const auto byValue = [](const PromptId &a, const PromptId &b) { return a.value() < b.value(); };
        std::sort(now.begin(), now.end(), byValue);
        std::sort(expected.begin(), expected.end(), byValue);
        QCOMPARE(now, expected);
        QCOMPARE(m_view->currentIndex().row(), m_model->rowOf(*m_view->currentSlot()).value());
        QCOMPARE(m_view->selectionModel()->selectedRows().size(), 3);
    }
    QCOMPARE(moved.count(), 0);
}

void TestJobTableView::tellsThatTheCurrentJobIsGone()
{
    fill(100);
    click(3);
    const PromptId id = m_view->currentJob().value();
    QSignalSpy gone(m_view.get(), &JobTableView::currentJobRemoved);
    QSignalSpy updated(m_view.get(), &JobTableView::currentJobUpdated);
    QSignalSpy selected(m_view.get(), &JobTableView::jobSelectionChanged);
    change({*m_view->currentSlot()});
    QCOMPARE(updated.count(), 1);
    remove(*m_view->currentSlot());
    QCOMPARE(gone.count(), 1);
    QCOMPARE(gone[0][0].value<PromptId>(), id);
    QCOMPARE(gone[0][1].value<RemovalCause>(), RemovalCause::Expired);
    QVERIFY(!m_view->currentJob());
    QVERIFY(!m_view->currentIndex().isValid());
    QCOMPARE(m_view->selectedCount(), 0);
    QCOMPARE(selected.last()[0].toInt(), 0);

    // Its slot is another job's then, and that one is neither current nor selected.
    m_model->apply(m_updates->next(20, 0, 0));
    QVERIFY(!m_view->currentJob());
    QCOMPARE(m_view->selectedCount(), 0);
}

void TestJobTableView::keepsTheCurrentJobWhileAFilterHidesIt()
{
    fill(200);
    m_model->apply(m_updates->filter(filter::parse(u"status:failed"_s).expression));
    click(2);
    const PromptId id = m_view->currentJob().value();
    m_model->apply(m_updates->filter(filter::parse(u"status:queued"_s).expression));
    QVERIFY(!m_view->currentIndex().isValid());
    QCOMPARE(m_view->currentJob(), id);
    QCOMPARE(m_view->selectedCount(), 0);
    m_model->apply(m_updates->filter({}));
    QCOMPARE(m_view->currentIndex().data(JobTableModel::IdRole).toByteArray(), id.value());
    QCOMPARE(m_view->selectedCount(), 1);
}

void TestJobTableView::dropsHiddenJobsFromTheSelection()
{
    fill(1000);
    m_view->selectAll();
    m_model->apply(m_updates->filter(filter::parse(u"status:failed"_s).expression));
    QCOMPARE(m_view->selectedCount(), m_model->rowCount());
    m_model->apply(m_updates->filter({}));
    QVERIFY(m_view->selectedCount() < 1000);
    QCOMPARE(m_view->selectedJobs().size(), size_t(m_view->selectedCount()));
}

void TestJobTableView::keepsTheCurrentRowWhereItIs()
{
    fill(1000);
    m_view->verticalScrollBar()->setValue(500 * m_rowHeight + 7);
    click(510);
    const JobSlot current = *m_view->currentSlot();
    const int y = yOf(current);
    std::vector<JobSlot> others;
    for (int row = 480; row < 510; ++row)
        others.push_back(slotAt(row));
    change(others); // thirty rows above it go to the end
    QCOMPARE(m_model->rowOf(current), 480);
    QCOMPARE(yOf(current), y);
    m_model->apply(m_updates->next(100, 0, 0));
    QCOMPARE(yOf(current), y);

    // The job itself goes to the end: it is not run after, and what stood above it stays.
    const JobSlot neighbour = slotAt(m_view->currentIndex().row() - 1);
    const int neighbourY = yOf(neighbour);
    change({current});
    QCOMPARE(yOf(neighbour), neighbourY);
    QCOMPARE(m_view->currentSlot(), current);
}

void TestJobTableView::keepsTheFirstRowWhereItIs()
{
    fill(1000);
    m_view->verticalScrollBar()->setValue(500 * m_rowHeight + 7);
    const JobSlot first = slotAt(500);
    std::vector<JobSlot> above;
    for (int row = 100; row < 140; ++row)
        above.push_back(slotAt(row));
    change(above);
    QCOMPARE(m_model->rowOf(first), 460);
    QCOMPARE(yOf(first), -7);
    // The first visible row itself leaves: the next one is what is held on to.
    const JobSlot second = slotAt(461);
    remove(first);
    QCOMPARE(yOf(second), m_rowHeight - 7);
}

void TestJobTableView::staysAtTheTop()
{
    fill(1000);
    const JobSlot first = slotAt(0);
    change({first});
    QCOMPARE(m_view->verticalScrollBar()->value(), 0);
    click(3);
    const JobSlot current = *m_view->currentSlot();
    remove(slotAt(0));
    // With a current job even the top gives way, as far as there is anything above.
    QCOMPARE(m_view->verticalScrollBar()->value(), 0);
    m_model->apply(m_updates->sort({JobColumn::Ttl, false}));
    QCOMPARE(m_view->currentSlot(), current);
}

void TestJobTableView::readsANewSortingFromTheTop()
{
    fill(1000);
    m_view->verticalScrollBar()->setValue(5000);
    m_model->apply(m_updates->sort({JobColumn::User, false}));
    QCOMPARE(m_view->verticalScrollBar()->value(), 0);

    m_view->verticalScrollBar()->setValue(5000);
    click(5000 / m_rowHeight + 3);
    const JobSlot current = *m_view->currentSlot();
    const int y = yOf(current);
    m_model->apply(m_updates->sort({JobColumn::PromptId, false}));
    const bool isAtAnEnd = m_view->verticalScrollBar()->value() == 0
        || m_view->verticalScrollBar()->value() == m_view->verticalScrollBar()->maximum();
    QVERIFY(isAtAnEnd || yOf(current) == y);
}

void TestJobTableView::goesToAJob()
{
    fill(1000);
    const JobSlot slot = slotAt(700);
    QVERIFY(m_view->goTo(m_model->idAt(slot)));
    QCOMPARE(m_view->currentSlot(), slot);
    QVERIFY(m_view->isJobSelected(slot));
    QVERIFY(m_view->viewport()->rect().contains(m_view->visualRect(m_view->currentIndex()).topLeft()));
    QVERIFY(!m_view->goTo(PromptId("nobody")));
    QCOMPARE(m_view->currentSlot(), slot);
}

void TestJobTableView::copiesTheSelection()
{
    fill(100);
    click(1);
    click(2, Qt::ShiftModifier);
    QSignalSpy copied(m_view.get(), &JobTableView::jobsCopied);
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(copied.count(), 1);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.size(), 2);
    const QStringList cells = lines[0].split(u'\t');
    QCOMPARE(cells.size(), jobColumnCount);
    QCOMPARE(cells[2].toUtf8(), m_model->idAt(slotAt(1)).value());
    m_view->header()->setSectionHidden(static_cast<int>(JobColumn::Progress), true);
    QCOMPARE(m_view->selectionAsText().split(u'\n').first().split(u'\t').size(), jobColumnCount - 1);
}

void TestJobTableView::selectsAllOfManyJobs()
{
    fill(100'000);
    QTest::keyClick(m_view.get(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(m_view->selectedCount(), 100'000);
    m_model->apply(m_updates->next(100, 500, 200));
    QCOMPARE(m_view->selectedCount(), 99'800); // those that are new are not selected
    QCOMPARE(m_view->selectedJobs().size(), 99'800U);
}

void TestJobTableView::activatesByKeyAndDoubleClick()
{
    fill(100);
    QSignalSpy activated(m_view.get(), &JobTableView::jobActivated);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(activated.count(), 0);
    click(4);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated[0][0].value<PromptId>(), m_model->idAt(slotAt(4)));
    QTest::mouseDClick(
        m_view->viewport(), Qt::LeftButton, {}, m_view->visualRect(m_model->index(6, 2)).center());
    QCOMPARE(activated.count(), 2);
    QCOMPARE(activated[1][0].value<PromptId>(), m_model->idAt(slotAt(6)));
}

void TestJobTableView::repaintsOnlyWhatChanged()
{
    // Times are repainted by the clock, whatever changes.
    for (const JobColumn column : {JobColumn::Age, JobColumn::Silence, JobColumn::Ttl})
        m_view->header()->hideSection(static_cast<int>(column));
    m_model->apply(m_updates->sort({JobColumn::User, false}));
    fill(1000);
    settle();
    Paints paints(m_view->viewport());
    const auto write = [this](int row, float progress) {
        auto batch = std::make_shared<FeedBatch>();
        batch->upserts = {m_model->rowAt(row)};
        batch->upserts[0].progress = progress;
        m_model->apply(m_updates->apply(batch));
    };
    write(500, 1.5F); // far below
    settle();
    QCOMPARE(paints.count, 0);
    write(3, 1.5F);
    QTRY_COMPARE(paints.count, 1);
    QCOMPARE(
        paints.region.boundingRect(), QRect(0, 3 * m_rowHeight, m_view->viewport()->width(), m_rowHeight));
    remove(slotAt(900)); // the order changes, what is visible does not
    settle();
    QCOMPARE(paints.count, 1);
    remove(slotAt(10)); // from there on all rows are others
    QTRY_COMPARE(paints.count, 2);
    QCOMPARE(m_view->grab().toImage(), m_view->grab().toImage());
}

void TestJobTableView::repaintsTimesAlone()
{
    fill(100);
    settle();
    Paints paints(m_view->viewport());
    QTRY_VERIFY_WITH_TIMEOUT(paints.count > 0, 2000);
    const int left = m_view->header()->sectionViewportPosition(static_cast<int>(JobColumn::Age));
    QCOMPARE(paints.region.boundingRect().left(), left);
}

void TestJobTableView::remembersColumns()
{
    JobTableHeader *header = m_view->header();
    header->moveSection(0, 3);
    header->resizeSection(static_cast<int>(JobColumn::User), 222);
    header->hideSection(static_cast<int>(JobColumn::Ttl));
    header->setSorting({JobColumn::Type, true});
    const QByteArray saved = header->saveColumns();
    header->resetColumns();
    QVERIFY(!header->isSectionHidden(static_cast<int>(JobColumn::Ttl)));
    QCOMPARE(header->visualIndex(0), 0);
    header->setSorting({});

    QVERIFY(header->restoreColumns(saved));
    QCOMPARE(header->visualIndex(0), 3);
    QCOMPARE(header->sectionSize(static_cast<int>(JobColumn::User)), 222);
    QVERIFY(header->isSectionHidden(static_cast<int>(JobColumn::Ttl)));
    QCOMPARE(header->sorting(), (JobSorting{JobColumn::Type, true}));
    QVERIFY(header->sectionsMovable());
    QVERIFY(!header->restoreColumns({}));
    QVERIFY(!header->restoreColumns("rubbish"));
    QCOMPARE(header->sectionSize(static_cast<int>(JobColumn::User)), 222);
}

void TestJobTableView::columnsShareTheRoomUntilOneIsSetByHand()
{
    JobTableHeader *header = m_view->header();
    const int user = static_cast<int>(JobColumn::User);
    m_view->resize(1200, 600);
    QTRY_COMPARE(header->length(), m_view->viewport()->width());
    header->hideSection(static_cast<int>(JobColumn::Ttl));
    QCOMPARE(header->length(), m_view->viewport()->width());
    header->showSection(static_cast<int>(JobColumn::Ttl));
    QCOMPARE(header->length(), m_view->viewport()->width());

    header->resizeSection(user, 150);
    m_view->resize(1250, 600);
    QTRY_COMPARE(m_view->viewport()->width(), 1250);
    QCOMPARE(header->sectionSize(user), 150);
    header->resetColumns();
    QCOMPARE(header->length(), m_view->viewport()->width());
}

void TestJobTableView::sortsByTheHeader()
{
    fill(10);
    QSignalSpy wanted(m_model.get(), &JobTableModel::sortingRequested);
    JobTableHeader *header = m_view->header();
    const int x = header->sectionViewportPosition(static_cast<int>(JobColumn::User)) + 20;
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, header->height() / 2));
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].value<JobSorting>().column, JobColumn::User);
    QCOMPARE(header->sorting().column, JobColumn::User);
}

void TestJobTableView::strikesVanishedRowsWhilePaused()
{
    fill(100);
    settle();
    m_model->apply(m_updates->pause());
    const QImage before = m_view->grab().toImage();
    m_model->apply(m_updates->next(0, 0, 40));
    QVERIFY(m_view->grab().toImage() != before);
    QCOMPARE(m_model->rowCount(), 100);
    m_model->apply(m_updates->resume());
    QCOMPARE(m_model->rowCount(), 60);
}

void TestJobTableView::staysQuickWithManyRows()
{
    fill(100'000);
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 2);
    click(m_view->indexAt({10, 100}).row());
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 50; ++i) {
        m_model->apply(m_updates->next(20, 500, 20));
        m_view->grab();
    }
    // Making the updates is most of it; a view that looked at every row would need minutes.
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(m_model->rowCount(), 100'000);
}

void TestJobTableView::isReadOut()
{
    fill(10);
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(interface && interface->tableInterface());
    QAccessibleTableInterface *table = interface->tableInterface();
    QCOMPARE(interface->text(QAccessible::Name), u"Jobs"_s);
    QCOMPARE(interface->role(), QAccessible::Table);
    QCOMPARE(table->rowCount(), 10);
    QCOMPARE(table->columnDescription(2), u"Prompt ID"_s);

    QAccessibleInterface *cell = table->cellAt(3, 0);
    QVERIFY(cell && cell->tableCellInterface());
    QCOMPARE(cell->text(QAccessible::Name), m_model->index(3, 0).data(Qt::AccessibleTextRole).toString());
    QCOMPARE(interface->indexOfChild(cell), 3 * jobColumnCount);
    QVERIFY(!cell->state().selected);
    QVERIFY(table->selectRow(3));
    QCOMPARE(m_view->currentSlot(), slotAt(3));
    QVERIFY(cell->state().selected && cell->state().focused);
    QCOMPARE(table->selectedRows(), QList<int>{3});
    QVERIFY(!table->cellAt(10, 0));
    m_model->apply(m_updates->next(0, 0, 9));
    QVERIFY(!cell->isValid());
}

QTEST_MAIN(TestJobTableView)
#include "tst_jobtableview.moc"

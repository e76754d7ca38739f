// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "ui/jobs/choicemirror.h"
#include "ui/jobs/jobchoice.h"
#include "ui/jobs/jobtablecanvas.h"
#include "ui/jobs/rowgeometry.h"
#include "ui/jobs/rowsteps.h"
#include "ui/jobs/scrollanchor.h"

#include <QAbstractItemView>
#include <QTimer>

#include <optional>
#include <vector>

class QHelpEvent;

namespace emberwatch {

class JobTableHeader;
class JobTableModel;
struct JobTableChange;
class ThemeSource;

/// The live table: rows of one height, of which only those on screen cost anything, with headings above.
///
/// What one looks at stays: the current job, else the first visible row, keeps its place on screen through
/// every update; at the very top without a current job the top is shown. Jobs are selected by identity. The
/// selection lives here (selectedJobs()), the selection model knows of it only as long as it is small, for
/// assistive technology.
///
/// The current job stays current while a filter hides it; that it is gone from Redis is told by
/// currentJobRemoved().
class JobTableView : public QAbstractItemView
{
    Q_OBJECT
public:
    /// @param themes  outlives the view
    explicit JobTableView(const ThemeSource *themes, QWidget *parent = nullptr);
    ~JobTableView() override;

    /// Only a JobTableModel, or none; outlives the view or is taken out first.
    void setModel(QAbstractItemModel *model) override;
    [[nodiscard]] JobTableModel *jobModel() const { return m_jobs; }
    /// Headings, and with them saving and restoring of the columns.
    [[nodiscard]] JobTableHeader *header() const { return m_header; }

    [[nodiscard]] std::optional<JobSlot> currentSlot() const { return m_choice.currentSlot(); }
    [[nodiscard]] std::optional<PromptId> currentJob() const { return m_choice.currentJob(); }
    /// Makes a job current, selects and shows it. False: no such job, or the filter hides it.
    bool goTo(const PromptId &id);
    /// In the order shown.
    [[nodiscard]] std::vector<PromptId> selectedJobs() const;
    [[nodiscard]] qint64 selectedCount() const { return m_choice.selection().count(); }
    [[nodiscard]] bool isJobSelected(JobSlot slot) const { return m_choice.selection().contains(slot); }
    void clearJobs() { m_choice.clear(); }
    /// The selected rows as lines of tab-separated cells, as many as a clipboard can bear.
    [[nodiscard]] QString selectionAsText() const;
    void copySelection();

    [[nodiscard]] QModelIndex indexAt(const QPoint &point) const override;
    [[nodiscard]] QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    void selectAll() override;
    void doItemsLayout() override;

Q_SIGNALS:
    /// Another job is current, or none (nullopt).
    void currentJobChanged(const std::optional<emberwatch::PromptId> &id);
    /// The same job, new values.
    void currentJobUpdated();
    /// It has left Redis; there is no current job now.
    void currentJobRemoved(const emberwatch::PromptId &id, emberwatch::RemovalCause cause);
    void jobActivated(const emberwatch::PromptId &id);
    void jobSelectionChanged(qint64 selected);
    /// `copied` is less than `selected` where the selection was too large for a clipboard.
    void jobsCopied(qint64 copied, qint64 selected);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void updateGeometries() override;
    void dataChanged(
        const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    [[nodiscard]] int horizontalOffset() const override;
    [[nodiscard]] int verticalOffset() const override;
    [[nodiscard]] bool isIndexHidden(const QModelIndex &index) const override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection &selection) const override;

private:
    using How = JobChoice::How;

    void connectChoice();
    void connectModel();
    void rememberPlace();
    void takeOver(const JobTableChange &change);
    void updateChangedRows();
    void updateTimes();
    void renew();
    void setScrollBars();
    void reportVisibleRows();

    [[nodiscard]] int rowCount() const;
    [[nodiscard]] RowGeometry geometryOfRows() const;
    [[nodiscard]] RowSteps steps() const;
    [[nodiscard]] static RowSteps::Step stepOf(CursorAction action);
    [[nodiscard]] JobRowPainter::State stateOf(int row) const;
    void updateRow(int row);

    void goToRow(int row, How how);
    void mirrorCurrent();
    void showToolTip(const QHelpEvent &help);
    bool handleCommandKey(const QKeyEvent *event);
    void setHovered(int row);

    JobTableHeader *m_header;
    JobTableModel *m_jobs = nullptr;
    JobTableCanvas m_canvas;
    JobChoice m_choice;
    ChoiceMirror m_mirror;
    ScrollAnchor m_anchor;
    QTimer m_seconds;
    int m_hovered = -1; ///< row
    bool m_isUpdating = false; ///< between the model's updateBegins() and updated()
    bool m_isFollowing = false; ///< scrolling with the rows, which then stand still on screen
};

} // namespace emberwatch

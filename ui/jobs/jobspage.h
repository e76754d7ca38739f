// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/feedbatch.h"
#include "core/jobs/jobtable.h"
#include "ui/jobs/countchips.h"
#include "ui/shell/environment.h"

#include <QWidget>

#include <optional>

namespace emberwatch {

class ActionButton;
class ColumnsMenu;
class Commands;
class EmptyState;
class FilterField;
class JobTableModel;
class JobTableView;
class LiveJobs;
class ThemeSource;

/// The live jobs: filter, counts, table, and what stands in the table's place while it is empty.
class JobsPage : public QWidget
{
    Q_OBJECT
public:
    /// @param themes, commands, jobs, model  outlive it
    JobsPage(const ThemeSource *themes, const Commands &commands, LiveJobs *jobs, JobTableModel *model,
        Environment environment, QWidget *parent = nullptr);

    [[nodiscard]] JobTableView *table() const { return m_table; }
    [[nodiscard]] bool hasFilter() const;
    [[nodiscard]] QStringList filterHistory() const;
    /// In place of whatever filters now.
    void setFilter(const QString &text);
    /// Selects it where it is live; else filters by it, which says that there is none.
    void goToJob(const PromptId &id);
    void setFilterHistory(const QStringList &history);

    void setHealth(const FeedHealth &health);
    void setCounts(const JobTable::Counts &counts);

Q_SIGNALS:
    /// What commands depend on may have changed.
    void contextChanged();
    /// Something worth a short word in the status line.
    void noticed(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void layOut();
    void connectCommands(const Commands &commands);
    void connectTable();
    void applyFilter();
    void clearFilter();
    void stepBack();
    void jumpTo(const QByteArray &id);
    void finishJump();
    void moveBy(int rows);
    void copyId();
    void showCounts();
    void showPause();
    void showEmptiness();
    [[nodiscard]] QString filterInForce() const;

    const ThemeSource *m_themes;
    const Commands &m_commands;
    LiveJobs *m_jobs;
    JobTableModel *m_model;
    Environment m_environment;
    FeedHealth m_health;
    JobTable::Counts m_counts;
    bool m_hasPicture = false; ///< a snapshot has been completed once
    std::optional<PromptId> m_jump; ///< to be shown as soon as the table has it

    FilterField *m_filter;
    ColumnsMenu *m_columnsMenu;
    ActionButton *m_columns;
    ActionButton *m_pause;
    CountChips *m_chips;
    JobTableView *m_table;
    EmptyState *m_empty;
};

} // namespace emberwatch

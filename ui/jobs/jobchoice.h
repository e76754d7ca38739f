// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "ui/jobs/selectedslots.h"

#include <QObject>

#include <optional>

namespace emberwatch {

class JobTableModel;
struct JobTableChange;

/// Which job of a table is current and which are selected, by identity, through every update.
///
/// The current job stays current while a filter hides it; selected are only jobs that are shown: what is
/// carried out on a selection is carried out on what can be seen.
class JobChoice : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// How one more row is taken.
    enum class How
    {
        Only, ///< it alone
        Toggle, ///< it too, or no longer
        Extend, ///< all from where the last range began
        MoveOnly, ///< only current, not selected
    };

    /// Forgets everything. @param model  outlives this, or is taken out by nullptr
    void setModel(const JobTableModel *model);

    [[nodiscard]] std::optional<JobSlot> currentSlot() const { return m_current; }
    [[nodiscard]] std::optional<PromptId> currentJob() const;
    [[nodiscard]] std::optional<int> currentRow() const;
    [[nodiscard]] const SelectedSlots &selection() const { return m_selection; }
    [[nodiscard]] bool hasPivot() const { return m_pivot.has_value(); }

    void choose(int row, How how);
    void chooseAll();
    void clear();
    /// While the model's updated() is handled.
    void follow(const JobTableChange &change);

Q_SIGNALS:
    void currentJobChanged(const std::optional<emberwatch::PromptId> &id);
    void currentJobUpdated();
    void currentJobRemoved(const emberwatch::PromptId &id, emberwatch::RemovalCause cause);
    void selectionChanged(qint64 selected);

private:
    void setCurrent(std::optional<JobSlot> slot);
    void selectBetween(int from, int to);
    void dropLost(const JobTableChange &change);
    [[nodiscard]] bool dropHidden();
    void followCurrent(const JobTableChange &change);
    void selectCurrentAgain();

    const JobTableModel *m_model = nullptr;
    SelectedSlots m_selection;
    std::optional<JobSlot> m_current;
    PromptId m_currentId; ///< still known when the job is gone
    std::optional<JobSlot> m_pivot; ///< where a range that is being extended begins
    bool m_wasCurrentSelected = false; ///< when a filter hid it
};

} // namespace emberwatch

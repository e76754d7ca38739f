// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>

namespace emberwatch {

class JobChoice;
class JobTableModel;

/// Tells a view's selection model of the current job and the selected ones, as far as it can bear, for those
/// who ask it: the base class and assistive technology.
class ChoiceMirror
{
public:
    /// @param view, choice  outlive the mirror
    ChoiceMirror(QAbstractItemView *view, const JobChoice *choice);

    void showCurrent(const JobTableModel &model);
    void showSelection(const JobTableModel &model);
    /// The selection model is being changed from here, not by somebody else.
    [[nodiscard]] bool isMoving() const { return m_isMoving; }

private:
    void tellAssistants() const;

    QAbstractItemView *m_view;
    const JobChoice *m_choice;
    bool m_isMoving = false;
};

} // namespace emberwatch

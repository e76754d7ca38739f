// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobtable.h"

#include <QWidget>

#include <vector>

class QMenu;
class QPushButton;

namespace emberwatch {

class CountChip;
class ThemeSource;

/// What the row of chips can hold the table to.
enum class StatusFilter : quint8
{
    All,
    Queued,
    Processing,
    Completed,
    Failed,
    Unreadable
};

/// "status:failed", as the filter writes it; empty for All.
[[nodiscard]] QString filterText(StatusFilter filter);
/// The word on the chip.
[[nodiscard]] QString titleOf(StatusFilter filter);

/// How many jobs there are, by status. A click shows only those, a second click all again. What has no room
/// is under "2 more".
class CountChips : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit CountChips(const ThemeSource *themes, QWidget *parent = nullptr);

    void setCounts(const JobTable::Counts &counts);
    [[nodiscard]] StatusFilter current() const { return m_current; }
    void setCurrent(StatusFilter filter);
    void setPale(bool isPale);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChanged(emberwatch::StatusFilter filter);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Entry
    {
        StatusFilter filter;
        CountChip *chip;
    };
    void choose(StatusFilter filter);
    void arrange();
    void fillMenu();
    [[nodiscard]] bool isWanted(const Entry &entry) const;

    const ThemeSource *m_themes;
    std::vector<Entry> m_chips;
    QPushButton *m_more;
    QMenu *m_menu;
    std::vector<StatusFilter> m_hidden;
    StatusFilter m_current = StatusFilter::All;
};

} // namespace emberwatch

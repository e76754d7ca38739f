// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/joborder.h"

#include <QHeaderView>

namespace emberwatch {

class ThemeSource;

/// The headings over the live table: click sorts, drag moves, the right button's menu hides and shows.
class JobTableHeader : public QHeaderView
{
    Q_OBJECT
public:
    /// @param themes  outlives the header
    explicit JobTableHeader(const ThemeSource *themes, QWidget *parent = nullptr);

    [[nodiscard]] JobSorting sorting() const;
    void setSorting(JobSorting sorting);
    void setStale(bool isStale);

    /// Widths, places and visibility of the columns, and the sorting. Empty or foreign bytes restore nothing.
    [[nodiscard]] QByteArray saveColumns() const;
    bool restoreColumns(const QByteArray &saved);
    /// All columns, in the usual order and width.
    void resetColumns();
    /// The fonts are others: each width grows as the usual one does.
    void renew();
    /// Until somebody sets a width by hand, the columns share the room.
    void fitTo(int room);

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void sortingChanged(emberwatch::JobSorting sorting);

protected:
    void paintEvent(QPaintEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void configure();
    void fit();
    void scaleWidths();
    void drawSection(QPainter &painter, const QRect &rect, JobColumn column) const;
    void drawStaleSign(QPainter &painter) const;
    [[nodiscard]] QColor backgroundColor() const;

    const ThemeSource *m_themes;
    std::array<int, jobColumnCount> m_usualWidths{};
    int m_room = 0;
    bool m_isFitted = true; ///< nobody has set a width by hand
    bool m_isFitting = false;
    bool m_isStale = false;
};

} // namespace emberwatch

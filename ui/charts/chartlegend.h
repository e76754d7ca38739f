// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QList>
#include <QString>
#include <QWidget>

namespace emberwatch {

class ThemeSource;

struct LegendEntry
{
    QColor Colors::*color = nullptr; ///< of the marker before it; nullptr: none
    QString label;
    QString value;
    bool operator==(const LegendEntry &) const = default;
};

/// One line over a chart: what it shows and the present values. Where the width does not do, labels are
/// elided, then the title, then the last entries leave; the tool tip always says everything.
class ChartLegend : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives the legend
    ChartLegend(const ThemeSource *themes, QString title, QWidget *parent = nullptr);

    void setEntries(const QList<LegendEntry> &entries);
    /// The values are no longer true: said quietly.
    void setStale(bool isStale);
    /// "Jobs by status: processing 214, queued 61".
    [[nodiscard]] QString text() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Piece
    {
        LegendEntry entry; ///< label elided
        int width = 0;
    };
    void measure();
    [[nodiscard]] int markerWidth(const LegendEntry &entry) const;
    [[nodiscard]] int labelWidth(const QString &label) const;
    [[nodiscard]] int shortestLabel(const LegendEntry &entry) const;
    [[nodiscard]] int shortestWidth(qsizetype shown) const;
    [[nodiscard]] int titleWidth() const;
    [[nodiscard]] QList<Piece> fitted(int available) const;

    const ThemeSource *m_themes;
    QString m_title;
    bool m_isStale = false;
    QList<LegendEntry> m_entries;
    QList<int> m_valueWidths; ///< the widest that each number has been: a digit less does not shift the rest
    QList<bool> m_hadNumber;
};

} // namespace emberwatch

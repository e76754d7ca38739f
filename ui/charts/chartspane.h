// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chartlibrary.h"
#include "ui/charts/chartsample.h"
#include "ui/charts/chartspan.h"

#include <QWidget>

#include <memory>

namespace emberwatch {

class ThemeSource;

/// Jobs by status, progress of the active ones, events a second. Keeps its history (bounded) whether it is
/// shown or not, and draws only while it is shown. What draws is loaded when the pane is shown for the first
/// time; where that fails, the legends go on and the pane says why there are no curves.
class ChartsPane : public QWidget
{
    Q_OBJECT
public:
    /// @param themes   outlives the pane
    /// @param library  what draws; see loadChartPlots()
    explicit ChartsPane(
        const ThemeSource *themes, QWidget *parent = nullptr, const QString &library = chartLibraryPath());
    ~ChartsPane() override;

    [[nodiscard]] ChartSpan span() const;
    void setSpan(ChartSpan span);

public Q_SLOTS:
    /// About once a second, also while the feed is not live.
    void addSample(const emberwatch::ChartSample &sample);

Q_SIGNALS:
    void spanChanged(emberwatch::ChartSpan span);
    void closeRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/recovery/outcomelook.h"

#include <QWidget>

namespace emberwatch {

class ThemeSource;

/// How many of all jobs came out how: one bar in segments, and under it the same in numbers. Only what
/// occurs.
class OutcomeBar : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit OutcomeBar(const ThemeSource *themes, QWidget *parent = nullptr);

    void setCounts(const RecoveryCounts &counts);
    /// Of jobs whose outcomes are not told yet.
    void setProgress(int done, int all);
    /// "23 found =" in front of the numbers; empty: nothing.
    void setLead(const QString &lead);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Part
    {
        OutcomeLook look;
        int count = 0;
        bool isToGo = false;
    };
    void setParts(const QList<Part> &parts);
    void drawBar(QPainter &painter) const;
    /// Lays the numbers out and draws them, where there is a painter. @return their height
    int layOut(QPainter *painter, int width) const;
    [[nodiscard]] QString textOf(const Part &part) const;

    const ThemeSource *m_themes;
    QList<Part> m_parts;
    int m_total = 0;
    QString m_lead;
};

} // namespace emberwatch

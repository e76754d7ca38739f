// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

namespace emberwatch {

class ThemeSource;

/// The header of a small table, in the look of the jobs table's: the model's titles, aligned as the model
/// says, a hairline beneath, amber where what is shown is no longer true.
class TableHeader : public QHeaderView
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit TableHeader(const ThemeSource *themes, QWidget *parent = nullptr);

    void setStale(bool isStale);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void drawSection(QPainter &painter, const QRect &rect, int section) const;
    void drawStaleSign(QPainter &painter) const;

    const ThemeSource *m_themes;
    bool m_isStale = false;
};

} // namespace emberwatch

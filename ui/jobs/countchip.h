// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QAbstractButton>

#include <optional>

namespace emberwatch {

class ThemeSource;

/// What a chip counts.
struct ChipFace
{
    QString word;
    std::optional<Icon> icon;
    QColor Colors::*color = &Colors::text;
};

/// A count that is also a filter: filled and outlined while it holds.
class CountChip : public QAbstractButton
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    CountChip(const ThemeSource *themes, ChipFace face, QWidget *parent = nullptr);

    [[nodiscard]] qint64 count() const { return m_count; }
    void setCount(qint64 count);
    [[nodiscard]] const ChipFace &face() const { return m_face; }
    /// What is shown is old: the icon loses its colour.
    void setPale(bool isPale);

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    /// The count has more digits than ever before.
    void widened();

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    const ThemeSource *m_themes;
    ChipFace m_face;
    qint64 m_count = 0;
    qsizetype m_mostDigits = 1;
    bool m_isPale = false;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"
#include "ui/theme/fonts.h"

#include <QWidget>

namespace emberwatch {

class ThemeSource;

/// A value in one line of plain text: elided where it does not fit, then whole in the tool tip; copied from
/// its context menu. Never wider than it is given.
class ValueLabel : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives the label
    explicit ValueLabel(const ThemeSource *themes, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString &text);
    void setExplanation(const QString &text);
    void setElideMode(Qt::TextElideMode mode);
    void setLook(QFont Fonts::*font, QColor Colors::*color);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void explain();
    [[nodiscard]] bool isElided() const;

    const ThemeSource *m_themes;
    QString m_text;
    QString m_explanation;
    Qt::TextElideMode m_elide = Qt::ElideRight;
    QFont Fonts::*m_font = &Fonts::body;
    QColor Colors::*m_color = &Colors::text;
};

} // namespace emberwatch

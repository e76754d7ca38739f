// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <optional>

namespace emberwatch {

class ThemeSource;

/// One line of text whose width does not follow its digits: as wide as the widest text so far, or as a
/// sample. Plain text, elided where there is too little room, then whole in the tool tip.
class SteadyLabel : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives the label
    explicit SteadyLabel(const ThemeSource *themes, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString &text);
    /// A text of the same kind as wide as it usually gets; also forgets how wide it has been.
    void setSample(const QString &sample);
    void setIcon(std::optional<Icon> icon);
    void setLook(QFont Fonts::*font, QColor Colors::*color);
    void setAlignment(Qt::Alignment alignment);
    void setElideMode(Qt::TextElideMode mode);
    /// Shown in the tool tip besides what is elided.
    void setExplanation(const QString &text);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] int iconWidth() const;
    [[nodiscard]] int widthOf(const QString &text) const;
    void measure();
    void explain();

    const ThemeSource *m_themes;
    QString m_text;
    QString m_sample;
    QString m_explanation;
    std::optional<Icon> m_icon;
    QFont Fonts::*m_font = &Fonts::small;
    QColor Colors::*m_color = &Colors::second;
    Qt::Alignment m_alignment = Qt::AlignLeft;
    Qt::TextElideMode m_elide = Qt::ElideRight;
    int m_widest = 0;
};

} // namespace emberwatch

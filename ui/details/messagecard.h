// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QFrame>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace emberwatch {

class ThemeSource;

/// Something that has to be said about what is shown: an icon, a word, a sentence, on a tint.
class MessageCard : public QFrame
{
    Q_OBJECT
public:
    struct Content
    {
        Icon icon = Icon::Information;
        QColor Colors::*color = &Colors::second;
        QColor Colors::*tint = &Colors::raised;
        QString title;
        QString text; ///< wrapped
    };

    /// @param themes  outlives the card
    explicit MessageCard(const ThemeSource *themes, QWidget *parent = nullptr);

    /// Shows the card. Content that is as before changes nothing, so a selection in it stays.
    void say(const Content &content);
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void lookAnew();

    const ThemeSource *m_themes;
    Content m_content;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
};

} // namespace emberwatch

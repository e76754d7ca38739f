// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QFrame>
#include <QKeySequence>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace emberwatch {

class ThemeSource;

/// Another way to begin: what it is, what it does, one button, one key.
class OfferCard : public QFrame
{
    Q_OBJECT
public:
    struct Content
    {
        Icon icon = Icon::Information;
        QString title;
        QString text;
        QString button;
        QKeySequence key;
    };

    /// @param themes  outlives the card
    OfferCard(const ThemeSource *themes, const Content &content, QWidget *parent = nullptr);

    /// Instead of the text, until the next one.
    void sayProblem(const QString &problem);
    void sayText();
    void setPossible(bool isPossible);
    [[nodiscard]] QPushButton *button() const { return m_button; }

Q_SIGNALS:
    void chosen();

private:
    void lookAnew();

    const ThemeSource *m_themes;
    Content m_content;
    bool m_hasProblem = false;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_key;
    QLabel *m_text;
    QPushButton *m_button;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

class QAction;
class QLabel;
class QVBoxLayout;

namespace emberwatch {

class ActionButton;
class ThemeSource;

/// Says in the middle of an empty place why it is empty, and offers one thing to do.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    struct Content
    {
        Icon icon = Icon::Search;
        QString title; ///< one sentence
        QString detail; ///< more of them, wrapped
        QString code; ///< a filter or an address, in monospace
        QAction *action = nullptr; ///< nullptr: nothing to do
    };
    /// @param themes  outlives it
    explicit EmptyState(const ThemeSource *themes, QWidget *parent = nullptr);

    void setContent(const Content &content);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void lookAnew();

    const ThemeSource *m_themes;
    Icon m_icon = Icon::Search;
    QLabel *m_picture;
    QLabel *m_title;
    QLabel *m_detail;
    QLabel *m_code;
    QVBoxLayout *m_layout;
    ActionButton *m_button = nullptr;
    QAction *m_action = nullptr;
};

} // namespace emberwatch

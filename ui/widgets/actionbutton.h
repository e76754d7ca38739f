// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPushButton>

class QAction;

namespace emberwatch {

/// A push button that is an action: its icon, tool tip, state and what it does. QToolButton can do that too,
/// but looks like a tool bar's.
class ActionButton : public QPushButton
{
    Q_OBJECT
public:
    enum class Shows
    {
        IconAndText,
        IconOnly,
        TextOnly
    };
    /// @param action  outlives the button
    ActionButton(QAction *action, Shows shows, QWidget *parent = nullptr);

    [[nodiscard]] Shows shows() const { return m_shows; }
    void setShows(Shows shows);
    /// How much narrower it is without its text.
    [[nodiscard]] int textWidth() const;
    /// Another text than the action's, until set to an empty one.
    void setOwnText(const QString &text);
    /// Another icon than the action's, until set to a null one.
    void setOwnIcon(const QIcon &icon);
    /// "primary", "quiet" or empty, as the style sheet knows them.
    void setLook(const QString &look);

protected:
    void changeEvent(QEvent *event) override;

private:
    void follow();
    void measure();

    QAction *m_action;
    Shows m_shows;
    QString m_ownText;
    QIcon m_ownIcon;
};

} // namespace emberwatch

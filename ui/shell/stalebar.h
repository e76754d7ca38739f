// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace emberwatch {

class Commands;
class ThemeSource;
struct FeedView;

/// The amber bar over a page whose data is old: since when, why, what is being done, and two things a person
/// can do.
class StaleBar : public QWidget
{
    Q_OBJECT
public:
    /// @param themes, commands  outlive it
    StaleBar(const ThemeSource *themes, const Commands &commands, QWidget *parent = nullptr);

    /// Shows itself where the feed is not live and has something to say.
    void showFeed(const FeedView &view);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void lookAnew();

    const ThemeSource *m_themes;
    QLabel *m_picture;
    QLabel *m_title;
    QLabel *m_detail;
};

} // namespace emberwatch

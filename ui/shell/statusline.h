// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

#include <vector>

class QToolButton;

namespace emberwatch {

class Commands;
class SteadyLabel;
class ThemeSource;
struct FeedView;
struct TrackingSummary;

/// The bottom of the window: is this the truth? Left the feed, right what we cost, the server and the clock.
/// Where the room is short the less important parts go, whole and not by halves.
class StatusLine : public QStatusBar
{
    Q_OBJECT
public:
    /// @param themes, commands  outlive it
    StatusLine(const ThemeSource *themes, const Commands &commands, QWidget *parent = nullptr);

    void showFeed(const FeedView &view);
    /// What this console tracks, until the next call or showClock().
    void showTracking(const TrackingSummary &tracking);
    /// What goes on in the background: a button that brings it back; empty: there is none.
    void showWork(const QString &text);
    /// In the place of what goes on, until the next showFeed().
    void showNotice(const QString &text);
    /// Only the clock: no server has been chosen.
    void showClock(const FeedView &view);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void arrange();
    void lookAnew();
    void setClock(const FeedView &view);
    void setProgress(const FeedView &view);
    [[nodiscard]] SteadyLabel *addLabel(const char *name);

    const ThemeSource *m_themes;
    SteadyLabel *m_state;
    SteadyLabel *m_updated;
    SteadyLabel *m_tracking;
    SteadyLabel *m_activity;
    SteadyLabel *m_load;
    SteadyLabel *m_server;
    QToolButton *m_work;
    QToolButton *m_clock;
    std::vector<int> m_separators;
    double m_progress = -1; ///< of loading, 0..1; negative: none
};

} // namespace emberwatch

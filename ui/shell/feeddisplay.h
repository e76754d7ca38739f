// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/trackingsummary.h"
#include "ui/shell/feedwords.h"

#include <QObject>
#include <QTimer>

#include <deque>

namespace emberwatch {

class StaleBar;
class StatusLine;

/// Keeps the words about the feed true as time goes by, in the status line and in the bar over a stale page.
class FeedDisplay : public QObject
{
    Q_OBJECT
public:
    /// @param status, stale  outlive it
    /// @param clock  ours
    FeedDisplay(StatusLine *status, StaleBar *stale, Clock clock, QObject *parent = nullptr);

    /// nullopt: no server has been chosen, only the clock runs.
    void setHealth(const std::optional<FeedHealth> &health);
    /// What was sent since the last call.
    void addStatistics(const FeedStatistics &statistics);
    /// A word in passing, shown for some seconds in the place of what else goes on.
    void notice(const QString &text);
    void setTracking(const emberwatch::TrackingSummary &tracking);
    /// What goes on in the background; empty: nothing.
    void setWork(const QString &text);
    void setZone(ClockZone zone);
    void setPaused(bool isPaused);
    [[nodiscard]] const FeedView &view() const { return m_view; }

    void refresh();

private:
    struct Sent
    {
        Timestamp when;
        qint64 commands;
    };
    void measureLoad();

    StatusLine *m_status;
    StaleBar *m_stale;
    Clock m_clock;
    QTimer m_timer;
    FeedView m_view;
    QString m_notice;
    Timestamp m_noticeEnds;
    bool m_hasServer = false;
    std::deque<Sent> m_sent; ///< of the last seconds
};

} // namespace emberwatch

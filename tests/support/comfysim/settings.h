// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QSet>

#include <chrono>

namespace emberwatch::comfysim {

/// What of the simulation can be turned while it runs. Survives a restart of the simulated server.
struct Settings
{
    double speed = 1; ///< simulated work is done so many times faster
    int workers = 1; ///< jobs that run at the same time; ComfyUI has 1
    std::chrono::milliseconds takeDelay{2}; ///< an idle worker needs that long to take a job
    std::chrono::milliseconds historyDelay{10}; ///< from the terminal message to the history entry
    std::chrono::milliseconds nodeTime{50}; ///< of a node of an ordinary graph
    std::chrono::milliseconds stepTime{100}; ///< of one sampler step of an ordinary graph
    std::chrono::milliseconds clockOffset{0}; ///< the server's clock is so far ahead of the machine's
    qsizetype historyLimit = 10'000;
    qsizetype bodyLimit = 100 * 1024 * 1024;
    QSet<QByteArray> unknownClasses; ///< node classes that this server does not have

    /// The server's clock, ms since the epoch.
    [[nodiscard]] qint64 now() const { return QDateTime::currentMSecsSinceEpoch() + clockOffset.count(); }
};

} // namespace emberwatch::comfysim

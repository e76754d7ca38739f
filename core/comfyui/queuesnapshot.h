// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/base/timestamp.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <QString>

#include <optional>

namespace emberwatch::comfyui {

/// The key in `extra_data` under which our own jobs carry their marker.
inline constexpr char markerKey[] = "emberwatch_job";

/// A prompt that waits or runs on a server.
struct QueueItem
{
    PromptId promptId;
    bool isRunning = false;
    double number = 0; ///< priority: the lower runs first; may be negative
    QString clientId; ///< whose socket gets its messages; empty: nobody's, or not known
    QByteArray marker; ///< of our own jobs
    std::optional<Timestamp> createdAt; ///< server's clock
    QByteArray workflow; ///< the prompt's own bytes, where they were asked for
    QByteArrayList outputsToExecute; ///< node ids
    bool operator==(const QueueItem &) const = default;
};

/// What a server has to do, at one moment.
struct QueueSnapshot
{
    QList<QueueItem> running; ///< none or one on a stock server
    QList<QueueItem> pending; ///< in the order they will run
    Timestamp readAt; ///< our clock, when the answer was complete
    QString request; ///< what was asked: "GET http://gpu-2:8188/queue"
    /// Client ids, markers and outputs to execute are known (the jobs list has none).
    bool hasDetails = true;

    [[nodiscard]] const QueueItem *find(const PromptId &id) const;
    [[nodiscard]] qsizetype count() const { return running.size() + pending.size(); }
    bool operator==(const QueueSnapshot &) const = default;
};

/// Puts items into the order they will run in: by number, then by id. The server lists them as its heap lies.
void sortByRunOrder(QList<QueueItem> &pending);

} // namespace emberwatch::comfyui

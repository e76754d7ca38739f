// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/streamchoice.h"

namespace emberwatch {

QSet<QString> wantedStreams(
    const comfyui::QueueSnapshot &queue, const QHash<PromptId, StreamUser> &users, int nextOfQueue)
{
    QSet<QString> wanted;
    const auto take = [&wanted](const StreamUser &user) {
        if (user.mayTake && !user.clientId.isEmpty())
            wanted.insert(user.clientId);
    };
    for (const StreamUser &user : users) {
        if (user.isBeingSubmitted)
            take(user);
    }
    for (const comfyui::QueueItem &item : queue.running)
        take(users.value(item.promptId));
    int taken = 0;
    for (const comfyui::QueueItem &item : queue.pending) {
        if (taken == nextOfQueue)
            break;
        const auto user = users.constFind(item.promptId);
        if (user == users.constEnd())
            continue;
        take(*user);
        ++taken;
    }
    return wanted;
}

} // namespace emberwatch

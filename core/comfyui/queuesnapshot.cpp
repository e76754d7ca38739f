// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/queuesnapshot.h"

#include <algorithm>
#include <tuple>

namespace emberwatch::comfyui {

const QueueItem *QueueSnapshot::find(const PromptId &id) const
{
    for (const QList<QueueItem> *list : {&running, &pending}) {
        const auto found = std::find_if(
            list->begin(), list->end(), [&id](const QueueItem &item) { return item.promptId == id; });
        if (found != list->end())
            return &*found;
    }
    return nullptr;
}

void sortByRunOrder(QList<QueueItem> &pending)
{
    std::stable_sort(pending.begin(), pending.end(), [](const QueueItem &a, const QueueItem &b) {
        return std::tie(a.number, a.promptId.value()) < std::tie(b.number, b.promptId.value());
    });
}

} // namespace emberwatch::comfyui

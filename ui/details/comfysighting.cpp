// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/comfysighting.h"

#include <algorithm>

namespace emberwatch {

std::optional<comfyui::JobEvidence> evidenceInQueue(const PromptId &id, const comfyui::ServerLook &look)
{
    const comfyui::QueueItem *item = look.queue ? look.queue->find(id) : nullptr;
    if (!item)
        return std::nullopt;
    comfyui::JobEvidence evidence;
    evidence.promptId = id;
    evidence.presence = item->isRunning ? comfyui::Presence::Running : comfyui::Presence::Pending;
    evidence.at = look.queue->readAt;
    evidence.request = look.queue->request;
    evidence.clientId = item->clientId;
    evidence.createdAt = item->createdAt;
    if (!item->isRunning) {
        const auto place = std::ranges::find(look.queue->pending, id, &comfyui::QueueItem::promptId);
        evidence.placeInQueue = static_cast<int>(place - look.queue->pending.begin()) + 1;
    }
    return evidence;
}

} // namespace emberwatch

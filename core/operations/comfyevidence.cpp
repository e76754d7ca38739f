// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/comfyevidence.h"

#include "core/operations/readings.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using comfyui::Presence;

namespace {

AbsenceReason reasonOf(comfyui::AbsenceReason reason)
{
    switch (reason) {
    case comfyui::AbsenceReason::ServerRestarted:
        return AbsenceReason::Restarted;
    case comfyui::AbsenceReason::HistoryEvicted:
        return AbsenceReason::Evicted;
    case comfyui::AbsenceReason::NeverSeen:
        return AbsenceReason::NeverSeen;
    default:
        return AbsenceReason::Unexplained;
    }
}

bool isPositive(const PassReading &reading)
{
    return isLive(reading.pass.reading) || isTerminal(reading.pass.reading);
}

bool hasMoved(const ComfyPass &first, const ComfyPass &second)
{
    if (!isLive(first.reading) || !isLive(second.reading))
        return false;
    return first.reading != second.reading || first.queuePosition != second.queuePosition;
}

} // namespace

PassReading passReadingOf(const comfyui::JobEvidence &evidence,
    const std::optional<comfyui::QueueSnapshot> &queue, const QString &serverUrl)
{
    PassReading reading{{}, evidence, serverUrl};
    ComfyPass &pass = reading.pass;
    pass.reading = readingOf(evidence.presence);
    pass.at = evidence.at;
    pass.request = evidence.request;
    pass.trouble = pass.reading == ComfyReading::Unknown ? evidence.detail : QString();
    pass.serversAnswered = pass.reading == ComfyReading::Unknown ? 0 : 1;
    pass.isServerIdle = queue && queue->running.isEmpty();
    pass.queuePosition = evidence.placeInQueue;
    return reading;
}

PassReading mergedReading(const QList<PassReading> &readings)
{
    if (readings.isEmpty()) {
        PassReading none;
        none.pass.serversAsked = 0;
        none.pass.serversAnswered = 0;
        none.pass.trouble = u"no server is allowed that could be asked"_s;
        return none;
    }
    const auto decides = std::find_if(readings.begin(), readings.end(), isPositive);
    if (decides != readings.end())
        return *decides;
    const auto silent = std::find_if(readings.begin(), readings.end(),
        [](const PassReading &reading) { return reading.pass.reading == ComfyReading::Unknown; });
    PassReading merged = silent != readings.end() ? *silent : readings.first();
    merged.serverUrl.clear();
    merged.pass.serversAsked = static_cast<int>(readings.size());
    merged.pass.serversAnswered = static_cast<int>(std::count_if(readings.begin(), readings.end(),
        [](const PassReading &reading) { return reading.pass.reading != ComfyReading::Unknown; }));
    // The latest of each pass: the server that gave it gives its second a grace period later.
    for (const PassReading &reading : readings)
        merged.pass.at = std::max(merged.pass.at, reading.pass.at);
    return merged;
}

ComfyEvidence comfyEvidenceOf(const PassReading &first, const std::optional<PassReading> &second)
{
    // An end that the first pass saw stands, also where the second one does not find it any more.
    const bool isFirstDecisive = !second || isTerminal(first.pass.reading);
    const PassReading &latest = isFirstDecisive ? first : *second;
    ComfyEvidence comfy;
    comfy.serverUrl = latest.serverUrl;
    comfy.first = first.pass;
    if (second) {
        comfy.second = second->pass;
        comfy.hasMoved = hasMoved(first.pass, second->pass);
    }
    if (latest.evidence.presence == Presence::DoneOk)
        comfy.outputs = latest.evidence.outputsJson;
    comfy.outputCount = static_cast<int>(latest.evidence.outputs.size());
    comfy.errorText = latest.evidence.errorText;
    comfy.startedAt = latest.evidence.startedAt;
    comfy.endedAt = latest.evidence.endedAt;
    comfy.absence = reasonOf(latest.evidence.absence);
    return comfy;
}

} // namespace emberwatch

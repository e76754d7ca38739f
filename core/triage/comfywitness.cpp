// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/comfywitness.h"

#include <algorithm>

namespace emberwatch {

namespace {

ComfyReading readingOf(const std::optional<ComfyPass> &pass)
{
    if (!pass)
        return ComfyReading::Unknown;
    const bool haveAllAnswered = pass->serversAsked > 0 && pass->serversAnswered >= pass->serversAsked;
    if (pass->reading == ComfyReading::Absent && !haveAllAnswered)
        return ComfyReading::Unknown;
    return pass->reading;
}

bool isSameAnswer(ComfyReading a, ComfyReading b)
{
    return a == b || (isLive(a) && isLive(b));
}

std::chrono::milliseconds gapBetween(const ComfyEvidence &evidence)
{
    return evidence.second->at - evidence.first->at;
}

bool isStill(const ComfyPass &first, const ComfyPass &second)
{
    if (first.reading != second.reading)
        return false;
    return second.reading == ComfyReading::Running || (first.isServerIdle && second.isServerIdle);
}

bool isStalled(const ComfyEvidence &evidence, const TypePolicy &limits)
{
    if (evidence.hasMoved || !isStill(*evidence.first, *evidence.second))
        return false;
    const std::chrono::milliseconds gap = gapBetween(evidence);
    const std::chrono::milliseconds still = std::max(gap, evidence.stillFor.value_or(gap));
    return gap >= limits.grace.value && still >= limits.stallLimit.value;
}

ComfyWitness ofOnePass(ComfyReading reading)
{
    return {reading, reading == ComfyReading::Absent, false};
}

} // namespace

ComfyWitness witnessOf(const ComfyEvidence &evidence, const TypePolicy &limits)
{
    const ComfyReading first = readingOf(evidence.first);
    const ComfyReading second = readingOf(evidence.second);
    if (!evidence.second)
        return ofOnePass(first);
    if (!evidence.first)
        return ofOnePass(second);
    if (isTerminal(first) && (second == ComfyReading::Unknown || second == ComfyReading::Absent))
        return {first, false, false};
    if (second == ComfyReading::Unknown)
        return {};
    if (first == ComfyReading::Unknown)
        return {second == ComfyReading::Absent ? ComfyReading::Unknown : second, false, false};
    if (!isSameAnswer(first, second))
        return {second, true, false};
    if (second == ComfyReading::Absent)
        return {second, gapBetween(evidence) < limits.grace.value, false};
    return {second, false, isLive(second) && isStalled(evidence, limits)};
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/comfyevidence.h"
#include "core/operations/jobactions/knownjob.h"
#include "core/operations/twopasses.h"

#include <QCoroTask>

namespace emberwatch {

/// Where a job is, by ComfyUI's own word.
struct JobPlace
{
    PassReading reading; ///< with the server that decided; of two passes the later one
    QStringList liveOn; ///< servers that have it waiting or running: an id is not always unique
    bool wasAskedTwice = false; ///< an absence counts only then (verdicts.md 2.2)

    [[nodiscard]] bool isLive() const { return !liveOn.isEmpty(); }
};

/// Asks each job's own server; every allowed one where nobody knows which it is. Side by side, once: what is
/// absent then is not proven to be. One for each job, in their order.
[[nodiscard]] QCoro::Task<QList<JobPlace>> placesOf(comfyui::ServerPool *servers, QList<KnownJob> jobs);

/// The same for one job, a second time after the grace period where it is absent.
[[nodiscard]] QCoro::Task<JobPlace> provenPlaceOf(
    comfyui::ServerPool *servers, KnownJob job, PassTimes times, Pause pause, StopRequestPtr stop);

/// "http://gpu-2:8188 has it running", "http://gpu-2:8188 does not answer: ...": no full stop.
[[nodiscard]] QString placeText(const JobPlace &place);
/// The same as a sentence of its own.
[[nodiscard]] QString placeSentence(const JobPlace &place);

} // namespace emberwatch

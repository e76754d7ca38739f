// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/evidencegatherer.h"
#include "core/triage/evidence.h"

#include <QList>

namespace emberwatch {

/// What one server, or several, said of one job in one pass.
struct PassReading
{
    ComfyPass pass;
    comfyui::JobEvidence evidence; ///< of the server that decided
    QString serverUrl; ///< of that server
};

/// One server's word. @param queue  its open jobs in that pass; nullopt: it did not answer
[[nodiscard]] PassReading passReadingOf(const comfyui::JobEvidence &evidence,
    const std::optional<comfyui::QueueSnapshot> &queue, const QString &serverUrl);

/// Where nobody knows the job's server: the first that knows the job decides; absent only if all say so.
/// @param readings  one of each server that was to be asked
[[nodiscard]] PassReading mergedReading(const QList<PassReading> &readings);

/// Both passes together. @param second  nullopt: it was asked once
[[nodiscard]] ComfyEvidence comfyEvidenceOf(
    const PassReading &first, const std::optional<PassReading> &second);

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/evidence.h"
#include "core/triage/judgement.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QMetaType>
#include <QString>

namespace emberwatch {

/// What one source says of a job: icon, words and colour.
struct ReadingLook
{
    QString text; ///< "processing 92 %"
    Icon icon = Icon::Question;
    QColor Colors::*color = &Colors::third;
};
[[nodiscard]] ReadingLook lookOf(const RedisEvidence &redis);
[[nodiscard]] ReadingLook lookOf(const RecordEvidence &record);
[[nodiscard]] ReadingLook lookOf(const ComfyEvidence &comfy, const ComfyWitness &witness);

/// The pass that says most of the job: the last one, or the only one; nullptr: nobody was asked.
[[nodiscard]] const ComfyPass *tellingPass(const ComfyEvidence &comfy, const ComfyWitness &witness);

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::ReadingLook)

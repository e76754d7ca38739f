// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobdocument.h"
#include "core/jobs/jobstate.h"
#include "ui/details/comfysighting.h"
#include "ui/details/jobdetails.h"
#include "ui/details/recordsighting.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QList>
#include <QString>

#include <optional>

namespace emberwatch {

/// What one source says of the job, and when.
struct SourceLine
{
    Icon icon = Icon::Redis;
    QString name;
    QString value;
    QString explanation; ///< for the tool tip
    std::optional<Timestamp> at; ///< nullopt: there is no such moment. By the clock of `serverNow` or `now`
    QString age; ///< "14 m 11 s ago"; empty: at is nullopt
    QColor Colors::*color = &Colors::text;
    bool isDeviating = false; ///< the sources do not agree
    bool operator==(const SourceLine &) const = default;
};

/// Redis, the database, ComfyUI: always these three.
/// @param fullTtl    what a producer's write sets
/// @param serverNow  the Redis server's clock
/// @param now        ours
[[nodiscard]] QList<SourceLine> sourceLinesOf(const JobDetails &job, const RecordSighting &record,
    const ComfySighting &comfy, std::chrono::milliseconds fullTtl, Timestamp serverNow, Timestamp now);

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/jobs/jobstate.h"
#include "core/redis/command.h"

#include <QByteArray>

#include <vector>

namespace emberwatch::demo {

/// A value that no healthy producer writes, but that stands in a real Redis now and then.
struct Oddity
{
    QByteArray key;
    redis::Commands write;
};

/// One of each kind: values that cannot be read, ids that are hard to show, times that cannot be judged.
[[nodiscard]] std::vector<Oddity> oddities(const JobSchema &schema, Timestamp now);

} // namespace emberwatch::demo

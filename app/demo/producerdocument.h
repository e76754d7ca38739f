// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/jobplan.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace emberwatch::demo {

/// The JSON text of a job as producers write it. Made by other means than core's own writer, on purpose: what
/// the console reads here, somebody else wrote.
[[nodiscard]] QByteArray documentOf(const JobPlan &plan, const Stage &stage);

/// What a producer makes of a value it has read: parsed, status and progress replaced, written anew. Members
/// it does not know stay. nullopt where the value is no JSON object: a producer gives up on such a job.
[[nodiscard]] std::optional<QByteArray> merged(QByteArrayView current, const Stage &stage);

} // namespace emberwatch::demo

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/graph.h"
#include "tests/support/comfysim/settings.h"
#include "tests/support/comfysim/workplan.h"

namespace emberwatch::comfysim {

/// Turns a validated graph into what its execution will do. A SimJob node obeys its inputs (docs/
/// comfyui-simulator.md lists them); in any other graph nodes of a Sampler or Train class take their `steps`
/// (20) of Settings::stepTime each, all others Settings::nodeTime, and outputs leave a picture.
[[nodiscard]] WorkPlan planWork(
    const json::Value &prompt, const QList<QByteArray> &outputs, const Settings &settings);

} // namespace emberwatch::comfysim

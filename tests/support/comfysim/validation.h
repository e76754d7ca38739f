// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/behaviour.h"
#include "tests/support/comfysim/pythonjson.h"
#include "tests/support/comfysim/settings.h"

namespace emberwatch::comfysim {

/// The outer error of a 400: {type, message, details, extra_info}.
[[nodiscard]] QByteArray errorObject(
    const QByteArray &type, const QByteArray &message, const QByteArray &extraInfo = "{}");

/// What ComfyUI's check of a submitted graph comes to.
struct Validation
{
    QByteArray error; ///< JSON of the outer error; null: at least one output passed
    QByteArray nodeErrors = "{}"; ///< JSON; filled beside outputs where only some passed
    QList<QByteArray> outputs; ///< the output nodes to run
};

/// Checks a graph. Found missing or wrong: an unknown class (of Settings::unknownClasses, or one that begins
/// with SimMissing), `seed` of a KSampler, `duration_ms` of a SimJob that is no number or negative, a
/// `ckpt_name` that begins with "missing", a link to a node that does not exist, and whatever type of problem
/// the input `invalid` of a SimJob names.
///
/// @param targets  partial_execution_targets: only these outputs; nullopt: all
[[nodiscard]] Validation validate(const json::Value &prompt, const std::optional<QList<QByteArray>> &targets,
    const Behaviour &behaviour, const Settings &settings);

} // namespace emberwatch::comfysim

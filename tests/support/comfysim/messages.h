// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/workplan.h"

/// The messages of the WebSocket, as JSON or bytes: section 3.4 and 3.5 of the protocol reference.
namespace emberwatch::comfysim::messages {

/// `{"type": type, "data": data}`
[[nodiscard]] QByteArray message(const QByteArray &type, const QByteArray &data);

/// The data of `status`.
///
/// @param clientId  the sid of a first status; null: leaves it out
[[nodiscard]] QByteArray status(qsizetype remaining, const QByteArray &clientId = {});
[[nodiscard]] QByteArray featureFlags();

/// Binary type 1.
[[nodiscard]] QByteArray preview();
/// Binary type 4.
[[nodiscard]] QByteArray previewWithMetadata(const PlannedNode &node, const QByteArray &promptId);
/// Binary type 3.
[[nodiscard]] QByteArray progressText(const QByteArray &nodeId, const QByteArray &text);

} // namespace emberwatch::comfysim::messages

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace emberwatch {

/// Whether a record's `input` is a workflow in ComfyUI's API format, and so can be submitted: an object of
/// nodes, each with its class_type and inputs.
[[nodiscard]] bool isApiGraph(QByteArrayView json);

} // namespace emberwatch

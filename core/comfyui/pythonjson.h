// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace emberwatch::comfyui {

/// What Python's encoder writes, as JSON that a strict reader takes: NaN, Infinity and -Infinity outside of
/// strings become null, integers that no 64 bits hold become floats ("1e30" keeps its size, and a seed up to
/// 2^64-1 every digit).
///
/// @return the same, shared bytes where there is nothing to replace: nothing is copied then. For reading
/// only: what is handed on (a workflow) stays the original text.
[[nodiscard]] QByteArray strictJson(const QByteArray &python);

} // namespace emberwatch::comfyui

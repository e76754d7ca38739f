// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"

#include <QString>

namespace emberwatch::comfyui {

/// The name under which an output is saved: "3f0c8a52-6f5e-...-2.png". Built from the id and a counter; the
/// server's name gives nothing but the extension, and that only where it is on a list of pictures, films,
/// sounds, models of shapes and plain texts ("bin" else). An id that is no plain word is replaced by its
/// digest.
/// Source: correctness.md 10, Downloads.
/// @param number      counts from 1
/// @param remoteName  only its extension is looked at
[[nodiscard]] QString outputName(const PromptId &id, int number, const QString &remoteName);

} // namespace emberwatch::comfyui

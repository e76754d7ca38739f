// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/comfyclient.h"

#include <QCoroTask>

namespace emberwatch::comfyui {

/// Whether something keeps prompts outside of the server's own queue: then what looks lost may come back by
/// itself, and must not be submitted again. Told by the extension's route, or by the server counting more
/// prompts than its queue holds, twice. Source: comfyui-protocol.md 9; an extension that shows neither sign
/// is not recognised. Errors: it cannot be found out.
[[nodiscard]] QCoro::Task<Result<bool>> keepsPromptsElsewhere(ComfyClient client);

} // namespace emberwatch::comfyui

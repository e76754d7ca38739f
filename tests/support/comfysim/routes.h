// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace emberwatch::comfysim {

class ComfyServer;
class Router;

/// The endpoints of section 2 of the protocol reference, group by group.
void addPromptRoutes(Router &router, ComfyServer &server); ///< /prompt
void addQueueRoutes(Router &router, ComfyServer &server); ///< /queue, /interrupt
void addHistoryRoutes(Router &router, ComfyServer &server); ///< /history
void addJobRoutes(Router &router, ComfyServer &server); ///< /api/jobs
void addServerRoutes(Router &router, ComfyServer &server); ///< /system_stats, /features, /object_info, logs
void addFileRoutes(Router &router, ComfyServer &server); ///< /view, /internal/files/output

} // namespace emberwatch::comfysim

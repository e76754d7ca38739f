// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/comfyserver.h"
#include "tests/support/comfysim/promptsubmission.h"
#include "tests/support/comfysim/routes.h"

namespace emberwatch::comfysim {

void addPromptRoutes(Router &router, ComfyServer &server)
{
    router.add("GET", "/prompt", [&server](const HttpRequest &, const QByteArray &) {
        const QByteArray count = json::number(static_cast<qint64>(server.queue().remaining()));
        return HttpResponse::ofJson(
            json::object({{"exec_info", json::object({{"queue_remaining", count}})}}));
    });
    router.add("POST", "/prompt", [&server](const HttpRequest &request, const QByteArray &) {
        return PromptSubmission(server).submit(request.body);
    });
}

} // namespace emberwatch::comfysim

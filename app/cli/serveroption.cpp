// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/serveroption.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

Result<QString> allowNamed(const CommandLine &line, WorkbenchOptions &options)
{
    const Result<comfyui::ServerAddress> server
        = comfyui::ServerAddress::fromText(line.options.value(u"server"_s));
    if (!server)
        return failure(Error::Kind::Invalid, u"--server: "_s + server.error().message);
    options.allowed.allow(*server);
    return server->text();
}

} // namespace emberwatch::cli

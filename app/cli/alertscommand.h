// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "core/telemetry/alerts.h"

#include <QUrl>

namespace emberwatch::cli {

/// emberwatch alerts test: sends one alert to the webhook and says what became of it.
class AlertsCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    AlertsCommand(Settings settings, const QUrl &webhook);
    void start() override;

private:
    void conclude(const std::optional<Error> &why);

    Alerts m_alerts;
    QString m_host;
};

} // namespace emberwatch::cli

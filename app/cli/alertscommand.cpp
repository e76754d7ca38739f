// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/alertscommand.h"

#include "app/cli/jsonline.h"
#include "app/cli/sharedoptions.h"
#include "app/cli/surroundings.h"

#include <QSysInfo>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

AlertOptions alertOptionsFor(const QUrl &webhook)
{
    WebhookOptions options;
    options.url = webhook;
    options.attemptsAtMost = 1; // whoever tests is waiting
    return {{}, options, {}};
}

} // namespace

CommandHelp AlertsCommand::help()
{
    return {u"alerts"_s, u"test"_s, u"Send a test alert to the webhook"_s,
        uR"(Posts one alert of the kind "test" to the address of --webhook or of
EMBERWATCH_WEBHOOK. The exit status is 0 where it was accepted (2xx) and 1 where it
was not, with the reason.
)"_s,
        alertOptions(), uR"(  emberwatch alerts test --webhook https://hooks.example.org/ops
  EMBERWATCH_WEBHOOK=https://hooks.example.org/ops emberwatch alerts test
)"_s,
        false};
}

MadeCommand AlertsCommand::make(const CommandLine &line, const Settings &settings)
{
    if (line.arguments != QStringList{u"test"_s})
        return failure(Error::Kind::Invalid, u"alerts: the one thing it does is 'alerts test'"_s);
    const Result<std::optional<QUrl>> webhook = readWebhook(line);
    if (!webhook)
        return tl::make_unexpected(webhook.error());
    if (!*webhook)
        return failure(
            Error::Kind::Invalid, u"alerts: no webhook is set; --webhook URL or EMBERWATCH_WEBHOOK"_s);
    return std::make_unique<AlertsCommand>(settings, **webhook);
}

AlertsCommand::AlertsCommand(Settings settings, const QUrl &webhook)
    : Command(std::move(settings))
    , m_alerts(alertOptionsFor(webhook))
    , m_host(webhook.host())
{
}

void AlertsCommand::start()
{
    connect(&m_alerts, &Alerts::delivered, this, [this] { conclude(std::nullopt); });
    connect(&m_alerts, &Alerts::deliveryFailed, this, [this](const Error &why) { conclude(why); });
    m_alerts.raise(AlertKind::Test, "a test alert from "_L1 + QSysInfo::machineHostName());
    m_alerts.flush();
}

void AlertsCommand::conclude(const std::optional<Error> &why)
{
    if (settings().isJson) {
        JsonLine line;
        line.flag("delivered", !why);
        line.text("host", m_host);
        line.text("error", why ? std::optional(why->message) : std::nullopt);
        line.appendTo(output().buffer());
    }
    say(why ? "the alert was not delivered to "_L1 + m_host + ": "_L1 + why->message
            : QString("the alert was delivered to "_L1 + m_host));
    finish(why ? ExitCode::Findings : ExitCode::Fine);
}

} // namespace emberwatch::cli

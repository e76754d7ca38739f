// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/control.h"

namespace emberwatch::comfysim {

namespace {

using std::chrono::milliseconds;

HttpResponse restart(Simulator &simulator, const json::Value &arguments)
{
    const QByteArray name = json::stringAt(&arguments, "behaviour");
    if (!name.isEmpty()) {
        const std::optional<Behaviour> behaviour = Behaviour::named(QString::fromUtf8(name));
        if (!behaviour)
            return Control::refused("unknown behaviour: " + name);
        simulator.setBehaviour(*behaviour);
    }
    simulator.restart(milliseconds(json::integerAt(&arguments, "downtime_ms", 0)));
    return Control::done();
}

HttpResponse state(Simulator &simulator)
{
    ComfyServer &server = simulator.server();
    QList<QByteArray> running;
    for (const JobRef &job : server.queue().running())
        running << job->id;
    return HttpResponse::ofJson(json::object(
        {{"version", json::quoted(server.behaviour().versionText())}, {"url", json::quoted(simulator.url())},
            {"reachable", json::boolean(simulator.isReachable())}, {"running", json::strings(running)},
            {"pending", json::number(static_cast<qint64>(server.queue().pending().size()))},
            {"history", json::number(static_cast<qint64>(server.history().size()))},
            {"sockets", server.clients().describe()},
            {"backlog", json::number(static_cast<qint64>(server.publisher().backlog()))},
            {"faults", json::number(static_cast<qint64>(simulator.faults().size()))}}));
}

HttpResponse requests(Simulator &simulator, const json::Value &arguments)
{
    QList<json::Member> members;
    for (const auto &[endpoint, count] : simulator.requests().asKeyValueRange())
        members.append({endpoint, json::number(count)});
    if (json::isTruthy(json::member(&arguments, "reset")))
        simulator.requests().clear();
    return HttpResponse::ofJson(json::object(members));
}

HttpResponse set(Simulator &simulator, const json::Value &arguments)
{
    Settings &settings = simulator.settings();
    const auto time = [&arguments](const char *name, milliseconds &value) {
        value = milliseconds(json::integerAt(&arguments, name, static_cast<int>(value.count())));
    };
    const double speed = json::numberAt(&arguments, "speed", settings.speed);
    if (speed <= 0)
        return Control::refused("speed is above 0");
    settings.speed = speed;
    settings.workers = json::integerAt(&arguments, "workers", settings.workers);
    settings.historyLimit
        = json::integerAt(&arguments, "history_limit", static_cast<int>(settings.historyLimit));
    settings.bodyLimit = json::integerAt(&arguments, "body_limit", static_cast<int>(settings.bodyLimit));
    time("take_delay_ms", settings.takeDelay);
    time("history_delay_ms", settings.historyDelay);
    time("node_ms", settings.nodeTime);
    time("step_ms", settings.stepTime);
    time("clock_offset_ms", settings.clockOffset);
    if (const json::Value *classes = json::member(&arguments, "unknown_classes");
        classes && classes->IsArray()) {
        settings.unknownClasses.clear();
        for (const json::Value &name : classes->GetArray())
            settings.unknownClasses.insert(name.IsString() ? json::bytes(name) : QByteArray());
    }
    simulator.server().workers().wake();
    return Control::done();
}

} // namespace

void addServerActions(Control &control, Simulator &simulator)
{
    control.add(
        "restart", [&simulator](const json::Value &arguments) { return restart(simulator, arguments); });
    control.add("unreachable", [&simulator](const json::Value &) {
        simulator.setReachable(false);
        return Control::done();
    });
    control.add("reachable", [&simulator](const json::Value &) {
        simulator.setReachable(true);
        return Control::done();
    });
    control.add("state", [&simulator](const json::Value &) { return state(simulator); });
    control.add(
        "requests", [&simulator](const json::Value &arguments) { return requests(simulator, arguments); });
    control.add("set", [&simulator](const json::Value &arguments) { return set(simulator, arguments); });
}

} // namespace emberwatch::comfysim

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/control.h"
#include "tests/support/comfysim/messages.h"

namespace emberwatch::comfysim {

namespace {

/// nullopt: all clients
std::optional<QByteArray> clientOf(const json::Value &arguments)
{
    const QByteArray id = json::stringAt(&arguments, "client_id");
    return id.isNull() ? std::nullopt : std::optional(id);
}

bool isOn(const json::Value &arguments)
{
    const json::Value *on = json::member(&arguments, "on");
    return !on || json::isTruthy(on);
}

/// What POST /_sim/message sends: raw text, so many bytes of filler, bytes in hexadecimal, or type and data.
Frame frameOf(const json::Value &arguments)
{
    const QByteArray hex = json::stringAt(&arguments, "hex");
    if (!hex.isEmpty())
        return {QByteArray::fromHex(hex), true};
    if (json::member(&arguments, "raw"))
        return {json::stringAt(&arguments, "raw")};
    const json::Value *data = json::member(&arguments, "data");
    const int size = json::integerAt(&arguments, "bytes", 0);
    const QByteArray text = size > 0 ? json::object({{"filler", json::quoted(QByteArray(size, 'x'))}})
        : data                       ? json::text(*data)
                                     : QByteArray("null");
    return {messages::message(json::stringAt(&arguments, "type", "sim"), text)};
}

HttpResponse sendMessage(Simulator &simulator, const json::Value &arguments)
{
    const Frame frame = frameOf(arguments);
    const int count = json::integerAt(&arguments, "times", 1);
    for (int i = 0; i < count; ++i)
        simulator.server().publisher().send(clientOf(arguments), frame);
    return Control::done();
}

} // namespace

void addSocketActions(Control &control, Simulator &simulator)
{
    control.add("deafen", [&simulator](const json::Value &arguments) {
        simulator.server().clients().deafen(clientOf(arguments));
        return Control::done();
    });
    control.add("disconnect", [&simulator](const json::Value &arguments) {
        const qsizetype count = simulator.server().clients().cut(clientOf(arguments));
        return Control::done({{"sockets", json::number(static_cast<qint64>(count))}});
    });
    control.add("stall", [&simulator](const json::Value &arguments) {
        simulator.server().publisher().setStalled(isOn(arguments));
        return Control::done();
    });
    control.add("silence", [&simulator](const json::Value &arguments) {
        simulator.server().publisher().setSilent(isOn(arguments));
        return Control::done();
    });
    control.add(
        "message", [&simulator](const json::Value &arguments) { return sendMessage(simulator, arguments); });
}

} // namespace emberwatch::comfysim

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/control.h"

namespace emberwatch::comfysim {

namespace {

/// A fault with what all of them have: which requests, how often, how late.
HttpFault faultOf(HttpFault::Kind kind, const json::Value &arguments)
{
    HttpFault fault;
    fault.kind = kind;
    fault.name = json::stringAt(&arguments, "name");
    fault.method = json::stringAt(&arguments, "method");
    fault.path = json::stringAt(&arguments, "path");
    fault.times = json::integerAt(&arguments, "times", -1);
    fault.delay = std::chrono::milliseconds(json::integerAt(&arguments, "ms", 1000));
    return fault;
}

Control::Action adding(Simulator &simulator, HttpFault::Kind kind)
{
    return [&simulator, kind](const json::Value &arguments) {
        simulator.faults().add(faultOf(kind, arguments));
        return Control::done();
    };
}

HttpResponse addPage(Simulator &simulator, const json::Value &arguments)
{
    HttpFault fault = faultOf(HttpFault::Kind::Answer, arguments);
    fault.response = HttpFaults::proxyPage(json::integerAt(&arguments, "status", 502));
    simulator.faults().add(fault);
    return Control::done();
}

/// Any other answer: status, type, body, and a header "location" for a redirect.
HttpResponse addAnswer(Simulator &simulator, const json::Value &arguments)
{
    HttpFault fault = faultOf(HttpFault::Kind::Answer, arguments);
    fault.response = HttpResponse::ofText(json::integerAt(&arguments, "status", 500),
        json::stringAt(&arguments, "body", HttpResponse::crash().body));
    fault.response.contentType = json::stringAt(&arguments, "type", fault.response.contentType);
    const int size = json::integerAt(&arguments, "bytes", 0);
    if (size > 0)
        fault.response.body = QByteArray(size, ' ');
    const QByteArray location = json::stringAt(&arguments, "location");
    if (!location.isEmpty())
        fault.response.headers.append({"Location", location});
    simulator.faults().add(fault);
    return Control::done();
}

HttpResponse addCut(Simulator &simulator, const json::Value &arguments)
{
    const QByteArray when = json::stringAt(&arguments, "when", "before");
    if (when != "before" && when != "after" && when != "body")
        return Control::refused("when: before, after or body");
    const HttpFault::Kind kind = when == "before" ? HttpFault::Kind::CutBefore
        : when == "after"                         ? HttpFault::Kind::CutAfter
                                                  : HttpFault::Kind::CutInBody;
    simulator.faults().add(faultOf(kind, arguments));
    return Control::done();
}

} // namespace

void addFaultActions(Control &control, Simulator &simulator)
{
    control.add("html", [&simulator](const json::Value &arguments) { return addPage(simulator, arguments); });
    control.add(
        "answer", [&simulator](const json::Value &arguments) { return addAnswer(simulator, arguments); });
    control.add("cut", [&simulator](const json::Value &arguments) { return addCut(simulator, arguments); });
    control.add("slow", adding(simulator, HttpFault::Kind::Slow));
    control.add("late", adding(simulator, HttpFault::Kind::Late));
    control.add("hang", adding(simulator, HttpFault::Kind::Hang));
    control.add("heal", [&simulator](const json::Value &arguments) {
        simulator.faults().remove(json::stringAt(&arguments, "name"));
        return Control::done();
    });
    control.add("require-header", [&simulator](const json::Value &arguments) {
        simulator.faults().requireHeader(
            json::stringAt(&arguments, "header"), json::stringAt(&arguments, "value"));
        return Control::done();
    });
}

} // namespace emberwatch::comfysim

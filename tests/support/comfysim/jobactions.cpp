// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/control.h"
#include "tests/support/comfysim/jobloader.h"

#include <limits>

namespace emberwatch::comfysim {

namespace {

/// The ids that the arguments name: "id", "ids", or the first "count" or "all": true of the running ones.
QList<QByteArray> idsOf(ComfyServer &server, const json::Value &arguments)
{
    QList<QByteArray> ids;
    const QByteArray one = json::stringAt(&arguments, "id");
    if (!one.isEmpty())
        ids << one;
    if (const json::Value *many = json::member(&arguments, "ids"); many && many->IsArray()) {
        for (const json::Value &id : many->GetArray())
            ids << (id.IsString() ? json::bytes(id) : QByteArray());
    }
    const bool isAll = json::isTruthy(json::member(&arguments, "all"));
    int left = isAll ? std::numeric_limits<int>::max() : json::integerAt(&arguments, "count", 0);
    const QList<Execution *> executions = server.workers().executions();
    for (const Execution *execution : executions) {
        if (!execution->hasEnded() && left-- > 0)
            ids << execution->job()->id;
    }
    return ids;
}

/// A waiting job is started first.
Execution *runningJob(ComfyServer &server, const QByteArray &id)
{
    if (Execution *execution = server.workers().find(id))
        return execution->hasEnded() ? nullptr : execution;
    const JobRef job = server.queue().removePending(id);
    if (!job)
        return nullptr;
    server.queue().addRunning(job);
    return server.workers().begin(job);
}

using Deed = std::function<void(Execution &, const json::Value &)>;

/// An action on the jobs that the arguments name; 400 if one of them neither waits nor runs.
Control::Action forEach(Simulator &simulator, const Deed &deed)
{
    return [&simulator, deed](const json::Value &arguments) {
        const QList<QByteArray> ids = idsOf(simulator.server(), arguments);
        if (ids.isEmpty())
            return Control::refused("name the jobs: id, ids, count or all");
        qint64 touched = 0;
        for (const QByteArray &id : ids) {
            Execution *execution = runningJob(simulator.server(), id);
            if (!execution)
                return Control::refused("neither waiting nor running: " + id);
            deed(*execution, arguments);
            ++touched;
        }
        return Control::done({{"jobs", json::number(touched)}});
    };
}

void fail(Execution &execution, const json::Value &arguments)
{
    execution.failNow(json::stringAt(&arguments, "type", "RuntimeError"),
        json::stringAt(&arguments, "message", "failed by control"));
}

} // namespace

void addJobActions(Control &control, Simulator &simulator)
{
    control.add("load",
        [&simulator](const json::Value &arguments) { return JobLoader(simulator.server()).load(arguments); });
    control.add("finish",
        forEach(simulator, [](Execution &execution, const json::Value &) { execution.finishNow(); }));
    control.add("fail", forEach(simulator, fail));
    control.add("interrupt",
        forEach(simulator, [](Execution &execution, const json::Value &) { execution.interruptNow(); }));
    control.add("pause",
        forEach(simulator, [](Execution &execution, const json::Value &) { execution.setPaused(true); }));
    control.add("resume",
        forEach(simulator, [](Execution &execution, const json::Value &) { execution.setPaused(false); }));
    control.add("progress", forEach(simulator, [](Execution &execution, const json::Value &arguments) {
        execution.advanceTo(json::numberAt(&arguments, "value", 0.5));
    }));
    control.add("kill-worker",
        forEach(simulator, [](Execution &execution, const json::Value &) { execution.die(); }));
    control.add("hold", [&simulator](const json::Value &arguments) {
        const json::Value *on = json::member(&arguments, "on");
        simulator.server().workers().setHeld(!on || json::isTruthy(on));
        return Control::done();
    });
    control.add("evict", [&simulator](const json::Value &arguments) {
        simulator.server().history().evict(json::integerAt(&arguments, "keep", 0));
        return Control::done();
    });
}

} // namespace emberwatch::comfysim

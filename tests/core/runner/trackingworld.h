// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/runner/runnerworld.h"
#include "tests/support/comfysimprocess.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QJsonObject>
#include <QTemporaryDir>

#include <chrono>
#include <optional>

namespace emberwatch::test {

constexpr int slow = 30'000; ///< milliseconds; at load, under a sanitizer

/// Redis, a ComfyUI server, and another program that looks.
class TrackingWorld
{
public:
    explicit TrackingWorld(ComfySimSetup setup = {});

    [[nodiscard]] QString server() const { return sim.url().toString(); }
    [[nodiscard]] static QByteArray keyOf(const PromptId &id) { return "comfyui:job:" + id.value(); }
    QByteArray value(const PromptId &id) { return client.text({"GET", keyOf(id)}); }
    QJsonObject state(const PromptId &id);
    QString status(const PromptId &id) { return state(id).value(QStringLiteral("status")).toString(); }
    QByteArray holder(const PromptId &id);
    qint64 silence(const PromptId &id) { return 7'200'000 - client.integer({"PTTL", keyOf(id)}); }
    /// Compare-and-sets and other scripts that were run.
    int scriptCalls();
    /// Its jobs run until then: whatever is to be seen of them meanwhile is seen, however slow the machine.
    void finishAll();
    /// A job as another program has submitted it.
    PromptId foreignJob(const QString &clientId, int durationMs = 60'000, int steps = 600);
    TrackingRequest request(const PromptId &id, std::optional<std::chrono::milliseconds> silence);
    /// A job whose lease and newest state another has.
    SpooledJob spooledByOthers();

    RedisServer redis;
    ComfySimProcess sim;
    RedisClient client;
    RunnerPlace place;

private:
    QTemporaryDir m_folder;
};

/// Its promptId; empty if it was refused.
[[nodiscard]] PromptId submitted(RunnerUnderTest &under, const JobRequest &request);

/// What its journal says was done. A try on bytes that the runner's own last progress had changed meanwhile
/// has no effect, and is told as such.
[[nodiscard]] QList<JournalLine> effects(RunnerUnderTest &under);

} // namespace emberwatch::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/comfyserver.h"

namespace emberwatch::comfysim {

/// Puts jobs straight into queue and history, thousands at once, without their having been submitted.
class JobLoader
{
public:
    explicit JobLoader(ComfyServer &server)
        : m_server(server)
    {
    }

    /// {"jobs": [{"id", "state", ...}, ...]}, or {"count": 10000, "state": "pending", "prefix": "job-"} for
    /// ids with numbers; see docs/comfyui-simulator.md for the further members.
    HttpResponse load(const json::Value &arguments);

private:
    /// @param defaults  where the job does not say it
    bool loadJob(const QByteArray &id, const json::Value &job, const json::Value &defaults);
    [[nodiscard]] Job makeJob(const QByteArray &id, const json::Value &job, const json::Value &defaults);
    void readPrompt(Job &job, const json::Value &prompt);
    void start(const JobRef &job, double progress, bool isPaused);
    void addToHistory(const JobRef &job, const QByteArray &state, const QByteArray &error);

    ComfyServer &m_server;
    QHash<QByteArray, Job> m_known; ///< by the prompt's text: planning is done once for all that are alike
};

} // namespace emberwatch::comfysim

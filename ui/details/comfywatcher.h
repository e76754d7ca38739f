// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/serverallowlist.h"
#include "ui/details/comfysighting.h"

#include <QObject>

#include <functional>

namespace emberwatch {

/// Finds out what ComfyUI says of one job: from the queues that are looked at anyway, and by a question of
/// its own where the job is in none of them. Servers that are not allowed are not asked.
class ComfyWatcher : public QObject
{
    Q_OBJECT
public:
    using LastLook = std::function<std::optional<comfyui::ServerLook>(const comfyui::ServerAddress &)>;
    explicit ComfyWatcher(LastLook lastLook, QObject *parent = nullptr);

    [[nodiscard]] const ComfySighting &sighting() const { return m_sighting; }

public Q_SLOTS:
    /// @param serverUrl  as the job has it
    void setJob(const emberwatch::PromptId &id, const QString &serverUrl);
    void forget();
    void askAgain();
    void setAllowed(const emberwatch::comfyui::ServerAllowList &allowed);
    void takeLook(const emberwatch::comfyui::ServerLook &look);
    void takeEvidence(const emberwatch::comfyui::JobEvidence &evidence);

Q_SIGNALS:
    void asked(const emberwatch::PromptId &id, const QString &serverUrl);
    void sightingChanged(const emberwatch::ComfySighting &sighting);

private:
    void begin();
    void ask();
    void say(ComfySighting::State state);

    LastLook m_lastLook;
    comfyui::ServerAllowList m_allowed;
    PromptId m_id;
    comfyui::ServerAddress m_server;
    ComfySighting m_sighting;
    bool m_isAsking = false;
};

} // namespace emberwatch

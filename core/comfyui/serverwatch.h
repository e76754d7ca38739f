// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/backoff.h"
#include "core/comfyui/comfyclient.h"
#include "core/comfyui/serverlook.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace emberwatch::comfyui {

struct WatchOptions
{
    std::chrono::milliseconds every{3'000};
    /// A server that has said nothing for so long is called unreachable, though its answer is still taken.
    std::chrono::milliseconds patience{5'000};
    std::chrono::milliseconds lastRetry{30'000};
};

/// Looks at one server again and again: what it is, and what it has to do.
class ServerWatch : public QObject
{
    Q_OBJECT
public:
    /// @param before  what was known of it; its server is the client's
    ServerWatch(ComfyClient client, ServerLook before, WatchOptions options, QObject *parent = nullptr);

    [[nodiscard]] const ServerLook &look() const { return m_look; }
    /// At once, unless a look is under way.
    void lookNow();

Q_SIGNALS:
    /// Something in look() is new.
    void looked(const emberwatch::comfyui::ServerLook &look);

private:
    [[nodiscard]] Timestamp now() const { return m_client.options().clock(); }
    void onFacts(const Result<ServerFacts> &facts);
    void onQueue(const Result<QueueSnapshot> &queue);
    void onImpatient();
    void succeed();
    void fail(const Error &why);
    void enter(ServerLook::State state);
    void schedule(std::chrono::milliseconds delay);
    void findRefused();

    ComfyClient m_client;
    ServerLook m_look;
    WatchOptions m_options;
    Backoff m_backoff;
    QTimer m_next;
    QTimer m_patience;
    std::chrono::steady_clock::time_point m_began;
    bool m_isLooking = false;
};

} // namespace emberwatch::comfyui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

namespace emberwatch::comfyui {

/// Finds out that a socket is open and hears nothing, which the server's bookkeeping makes possible
/// (comfyui-protocol.md 0.6, 3.2): polling saw the server move, and the socket, which is told of every move,
/// was silent before, during and after. Silence alone proves nothing: a node may take long.
///
/// Times are steady. Pure.
class DeafnessWatch
{
public:
    using Moment = std::chrono::steady_clock::time_point;

    explicit DeafnessWatch(std::chrono::milliseconds patience = std::chrono::milliseconds(5'000));

    /// A new connection.
    void reset(Moment now);
    void messageCame(Moment now);
    /// Polling saw a change that happened between its last two looks.
    /// @param previousLook  a message since then may have announced it
    void serverMoved(Moment previousLook, Moment now);
    /// A movement was not announced, and patience is over.
    [[nodiscard]] bool isDeaf(Moment now) const { return m_deafSince && now >= *m_deafSince; }
    /// When to ask isDeaf() next.
    [[nodiscard]] std::optional<Moment> nextLook() const { return m_deafSince; }

private:
    std::chrono::milliseconds m_patience;
    Moment m_lastMessage;
    std::optional<Moment> m_deafSince;
};

} // namespace emberwatch::comfyui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

namespace emberwatch::redis {

/// Whether the other side still lives: when it was quiet for a while it is to be asked, and when it then
/// stays quiet it is lost. Both together take less than the 10 s in which a silent server is to be noticed.
class Pulse
{
public:
    using Moment = std::chrono::steady_clock::time_point;

    /// Begins anew, for a new connection.
    void reset(Moment now);
    /// Bytes came, whatever they say.
    void heard(Moment now) { m_lastHeard = now; }
    [[nodiscard]] Moment lastHeard() const { return m_lastHeard; }

    [[nodiscard]] bool isTimeToAsk(Moment now) const;
    void asked(Moment now) { m_askedAt = now; }
    void answered() { m_askedAt.reset(); }
    [[nodiscard]] bool isLost(Moment now) const;

private:
    Moment m_lastHeard;
    std::optional<Moment> m_askedAt;
};

} // namespace emberwatch::redis

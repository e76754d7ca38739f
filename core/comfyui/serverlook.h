// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/timestamp.h"
#include "core/comfyui/queuesnapshot.h"
#include "core/comfyui/serveraddress.h"

#include <QHostAddress>
#include <QList>
#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>

namespace emberwatch::comfyui {

/// What is known of one allowed server by looking at it again and again.
struct ServerLook
{
    static constexpr qsizetype mostLatencies = 40;

    enum class State : quint8
    {
        Asking, ///< no answer yet, and no failure either
        Reachable,
        Unreachable,
    };
    ServerAddress server;
    State state = State::Asking;
    Timestamp since; ///< our clock: the state has lasted since then
    Timestamp lookedAt; ///< our clock, of the last answer or failure
    std::optional<Timestamp> nextLook; ///< our clock; nullopt: a look is under way
    std::optional<Error> error; ///< of the last look, where it failed
    /// What its name stands for where nobody allowed these addresses: they are not connected to.
    QList<QHostAddress> refused;
    // The rest is of the last look that was answered.
    QString versionText;
    std::optional<QueueSnapshot> queue;
    QList<std::chrono::milliseconds> latencies; ///< oldest first
    bool operator==(const ServerLook &) const = default;
};

} // namespace emberwatch::comfyui

Q_DECLARE_METATYPE(emberwatch::comfyui::ServerLook)

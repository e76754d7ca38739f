// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/diagnosis/connectiontrouble.h"
#include "core/diagnosis/finding.h"
#include "core/redis/connectionoptions.h"
#include "core/redis/serverfacts.h"

#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <optional>

namespace emberwatch {

/// Connecting failed at `stage`: the finding of that step.
[[nodiscard]] Finding troubleFinding(
    const Error &why, const redis::ConnectionOptions &options, ConnectStage stage);

/// @param peer  the address that answered
[[nodiscard]] Finding reachFinding(
    const redis::ConnectionOptions &options, const QString &peer, std::chrono::milliseconds took);
/// nullopt where there is nothing to say: no TLS, and nobody in between who could listen.
[[nodiscard]] std::optional<Finding> tlsFinding(
    const redis::ConnectionOptions &options, std::optional<int> certificateDaysLeft);
[[nodiscard]] Finding signInFinding(const redis::ConnectionOptions &options);

/// @param info  the text of INFO; empty where refused
[[nodiscard]] Finding serverFinding(const redis::ServerFacts &facts, QByteArrayView info);

/// @param server     TIME
/// @param ours       our clock half-way between asking and the answer
/// @param roundTrip  how exact that is
[[nodiscard]] Finding clockFinding(Timestamp server, Timestamp ours, std::chrono::milliseconds roundTrip);

} // namespace emberwatch

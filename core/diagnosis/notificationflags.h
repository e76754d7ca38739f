// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace emberwatch {

/// What notify-keyspace-events must hold for the feed to hear of every change of a job: keyspace channels
/// (K), generic commands (g), strings ($), expiry (x). Letters in any order; A stands for g$lshzxetd. Source:
/// Redis, "Redis keyspace notifications".
[[nodiscard]] bool isEnoughForJobs(QByteArrayView flags);
/// Whether evictions are told too (e): without them a lost job looks like a deleted one.
[[nodiscard]] bool tellsEvictions(QByteArrayView flags);
/// The flags with what is missing of Kg$xe added behind what is set.
[[nodiscard]] QByteArray withFlagsForJobs(QByteArrayView flags);

} // namespace emberwatch

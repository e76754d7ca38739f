// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diagnosis/finding.h"
#include "core/redis/command.h"
#include "core/redis/reply.h"

#include <QByteArray>
#include <QList>

namespace emberwatch {

/// Whose jobs, and a key among them that does not exist.
struct ProbeTarget
{
    QByteArray prefix;
    int database = 0;
    QByteArray absentKey; ///< prefix and a random id

    /// With a random id that no producer makes.
    [[nodiscard]] static ProbeTarget under(const QByteArray &prefix, int database);
    [[nodiscard]] QByteArray keyPattern() const; ///< of an ACL rule: "comfyui:job:*"
    [[nodiscard]] QByteArray channelPattern() const; ///< "__keyspace@0__:comfyui:job:*"
};

/// One command in a form that changes nothing, sent to see whether the user may run it.
struct CommandProbe
{
    enum class Need : quint8
    {
        Always, ///< without it the whole step fails
        Feature, ///< without it something of the step is off
        Cluster, ///< matters on a cluster only
    };
    QByteArray command; ///< as in an ACL rule
    QByteArray object; ///< key or channel pattern; empty: needs none
    QList<QByteArray> words;
    Need need = Need::Feature;
};

/// What reading and listing send (the commands of a viewer but for the channels).
[[nodiscard]] QList<CommandProbe> readingProbes(const ProbeTarget &target);
/// What writing sends besides (the commands of an operator).
[[nodiscard]] QList<CommandProbe> changingProbes(const ProbeTarget &target);
/// Subscribing and unsubscribing again, to be sent in one write on a connection of its own.
[[nodiscard]] QList<CommandProbe> channelProbes(const ProbeTarget &target);

[[nodiscard]] redis::Commands commandsOf(const QList<CommandProbe> &probes);
/// What the answer says about the right. Every error but a refusal proves that the command was let through.
[[nodiscard]] CommandRight rightOf(const CommandProbe &probe, redis::Reply::View answer);
/// @param answers  an array, one answer for each probe
[[nodiscard]] QList<CommandRight> rightsOf(const QList<CommandProbe> &probes, redis::Reply::View answers);

} // namespace emberwatch

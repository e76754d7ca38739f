// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/commandprobe.h"

#include "core/jobs/jobkey.h"

#include <QRandomGenerator>

#include <array>
#include <vector>

namespace emberwatch {

namespace {

using Need = CommandProbe::Need;
using Answer = CommandRight::Answer;

constexpr QByteArrayView harmlessScript = "return 0";
constexpr QByteArrayView harmlessSha1
    = "06b67297732dba8ac4f6f9f5c0e2a85b79ba8f5b"; // of no script: NOSCRIPT is the answer
const char trackingChannel[] = "__redis__:invalidate";

QByteArray randomHex()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray::fromRawData(reinterpret_cast<const char *>(words.data()), sizeof(words)).toHex();
}

bool saysAny(QByteArrayView text, std::initializer_list<QByteArrayView> parts)
{
    for (const QByteArrayView part : parts) {
        if (text.contains(part))
            return true;
    }
    return false;
}

// Redis 6.2: "NOPERM this user has no permissions to access one of the keys used as arguments",
// Redis 7.2: "NOPERM No permissions to access a key"; inside scripts "can't access at least one of the keys".
Answer refusalOf(QByteArrayView text)
{
    if (saysAny(text, {"run the", "run this command"}))
        return Answer::Denied;
    if (saysAny(text, {"channel"}))
        return Answer::ChannelDenied;
    return saysAny(text, {" key"}) ? Answer::KeyDenied : Answer::Denied;
}

Answer answerOf(QByteArrayView error)
{
    if (error.startsWith("NOPERM") || saysAny(error, {"can't run this command", "can't access at least one"}))
        return refusalOf(error);
    if (saysAny(error, {"unknown command", "Unknown subcommand", "unknown subcommand"}))
        return Answer::Absent;
    for (const QByteArrayView wait :
        {"LOADING", "BUSY ", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOAUTH"}) {
        if (error.startsWith(wait))
            return Answer::Undecided;
    }
    return Answer::Granted;
}

} // namespace

ProbeTarget ProbeTarget::under(const QByteArray &prefix, int database)
{
    return {prefix, database, prefix + "emberwatch-doctor-" + randomHex()};
}

QByteArray ProbeTarget::keyPattern() const
{
    return globEscaped(prefix) + '*';
}

QByteArray ProbeTarget::channelPattern() const
{
    return "__keyspace@" + QByteArray::number(database) + "__:" + keyPattern();
}

QList<CommandProbe> readingProbes(const ProbeTarget &target)
{
    const QByteArray keys = target.keyPattern();
    const QByteArray &key = target.absentKey;
    return {
        {"ping", {}, {"PING"}, Need::Always},
        {"select", {}, {"SELECT", QByteArray::number(target.database)}, Need::Feature},
        {"scan", {}, {"SCAN", "0", "MATCH", key, "COUNT", "1"}, Need::Always},
        {"mget", keys, {"MGET", key}, Need::Always},
        {"pttl", keys, {"PTTL", key}, Need::Always},
        {"type", keys, {"TYPE", key}, Need::Always},
        {"strlen", keys, {"STRLEN", key}, Need::Always},
        {"get", keys, {"GET", key}, Need::Always},
        {"getrange", keys, {"GETRANGE", key, "0", "0"}, Need::Always},
        {"time", {}, {"TIME"}, Need::Always},
        {"exists", keys, {"EXISTS", key}, Need::Feature},
        {"dbsize", {}, {"DBSIZE"}, Need::Feature},
        {"info", {}, {"INFO", "server"}, Need::Feature},
        {"role", {}, {"ROLE"}, Need::Feature},
        {"echo", {}, {"ECHO", "emberwatch"}, Need::Feature},
        {"hello", {}, {"HELLO", "2"}, Need::Feature},
        {"client|setname", {}, {"CLIENT", "SETNAME", "emberwatch-doctor"}, Need::Feature},
        {"client|id", {}, {"CLIENT", "ID"}, Need::Feature},
        {"client|reply", {}, {"CLIENT", "REPLY", "ON"}, Need::Feature},
        {"readonly", {}, {"READONLY"}, Need::Cluster},
        {"asking", {}, {"ASKING"}, Need::Cluster},
        {"cluster|slots", {}, {"CLUSTER", "SLOTS"}, Need::Cluster},
        {"cluster|shards", {}, {"CLUSTER", "SHARDS"}, Need::Cluster},
        {"cluster|nodes", {}, {"CLUSTER", "NODES"}, Need::Cluster},
        {"cluster|myid", {}, {"CLUSTER", "MYID"}, Need::Cluster},
    };
}

QList<CommandProbe> changingProbes(const ProbeTarget &target)
{
    const QByteArray keys = target.keyPattern();
    const QByteArray &key = target.absentKey;
    const QByteArray opsKey = "comfyui:ops:doctor:" + key.last(32);
    const QByteArray script = harmlessScript.toByteArray();
    const QByteArray sha1 = harmlessSha1.toByteArray();
    return {
        {"set", keys, {"SET", key, "", "XX", "PX", "1"}, Need::Always},
        {"del", keys, {"DEL", key}, Need::Always},
        {"pexpireat", keys, {"PEXPIREAT", key, "1"}, Need::Always},
        {"eval", keys, {"EVAL", script, "1", key}, Need::Always},
        {"evalsha", keys, {"EVALSHA", sha1, "1", key}, Need::Always},
        {"script|load", {}, {"SCRIPT", "LOAD", script}, Need::Feature},
        {"script|exists", {}, {"SCRIPT", "EXISTS", sha1}, Need::Feature},
        {"wait", {}, {"WAIT", "0", "0"}, Need::Feature},
        {"set", "comfyui:ops:*", {"SET", opsKey, "", "XX", "PX", "1"}, Need::Feature},
    };
}

QList<CommandProbe> channelProbes(const ProbeTarget &target)
{
    const QByteArray pattern = target.channelPattern();
    const QByteArray channel = "__keyspace@" + QByteArray::number(target.database) + "__:" + target.absentKey;
    return {
        {"psubscribe", pattern, {"PSUBSCRIBE", pattern}, Need::Feature},
        {"punsubscribe", {}, {"PUNSUBSCRIBE", pattern}, Need::Feature},
        {"subscribe", pattern, {"SUBSCRIBE", channel}, Need::Feature},
        {"unsubscribe", {}, {"UNSUBSCRIBE", channel}, Need::Feature},
        {"subscribe", trackingChannel, {"SUBSCRIBE", trackingChannel}, Need::Feature},
        {"unsubscribe", {}, {"UNSUBSCRIBE", trackingChannel}, Need::Feature},
    };
}

redis::Commands commandsOf(const QList<CommandProbe> &probes)
{
    redis::Commands commands;
    for (const CommandProbe &probe : probes) {
        const std::vector<QByteArrayView> words(probe.words.begin(), probe.words.end());
        commands.add(words);
    }
    return commands;
}

CommandRight rightOf(const CommandProbe &probe, redis::Reply::View answer)
{
    CommandRight right{probe.command, probe.object, Answer::Granted, {}};
    if (!answer.isError())
        return right;
    right.answer = answerOf(answer.bytes());
    if (right.answer != Answer::Granted)
        right.text = displayText(answer.bytes());
    return right;
}

QList<CommandRight> rightsOf(const QList<CommandProbe> &probes, redis::Reply::View answers)
{
    QList<CommandRight> rights;
    auto probe = probes.cbegin();
    for (const redis::Reply::View answer : answers) {
        if (probe == probes.cend())
            break;
        rights.append(rightOf(*probe, answer));
        ++probe;
    }
    return rights;
}

} // namespace emberwatch

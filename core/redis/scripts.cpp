// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/scripts.h"

#include "core/redis/scriptsources.h"

#include <QCryptographicHash>
#include <QVarLengthArray>

namespace emberwatch::redis {

namespace {

Script scriptOf(const char *text)
{
    const QByteArray bytes(text);
    return {bytes, QCryptographicHash::hash(bytes, QCryptographicHash::Sha1).toHex()};
}

void addScript(Commands &commands, QByteArrayView command, QByteArrayView script, QByteArrayView key,
    std::span<const QByteArrayView> arguments)
{
    QVarLengthArray<QByteArrayView, 8> words{command, script, "1", key};
    for (const QByteArrayView argument : arguments)
        words.append(argument);
    commands.add(std::span<const QByteArrayView>(words.constData(), static_cast<size_t>(words.size())));
}

} // namespace

namespace scripts {

const Script &peek()
{
    static const Script script = scriptOf(scriptsources::peek);
    return script;
}

const Script &compareAndSet()
{
    static const Script script = scriptOf(scriptsources::compareAndSet);
    return script;
}

const Script &compareAndDelete()
{
    static const Script script = scriptOf(scriptsources::compareAndDelete);
    return script;
}

const Script &extend()
{
    static const Script script = scriptOf(scriptsources::extend);
    return script;
}

} // namespace scripts

void addEvalSha(
    Commands &commands, const Script &script, QByteArrayView key, std::span<const QByteArrayView> arguments)
{
    addScript(commands, "EVALSHA", script.sha1, key, arguments);
}

void addEval(
    Commands &commands, const Script &script, QByteArrayView key, std::span<const QByteArrayView> arguments)
{
    addScript(commands, "EVAL", script.text, key, arguments);
}

} // namespace emberwatch::redis

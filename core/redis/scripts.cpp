// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/scripts.h"

#include "core/redis/scriptsources.h"

#include <QCryptographicHash>
#include <QVarLengthArray>

namespace emberwatch::redis {

Script scriptOf(const char *text)
{
    const QByteArray bytes(text);
    return {bytes, QCryptographicHash::hash(bytes, QCryptographicHash::Sha1).toHex()};
}

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

void addScript(Commands &commands, const Script &script, QByteArrayView key,
    std::span<const QByteArrayView> arguments, bool withText)
{
    QVarLengthArray<QByteArrayView, 8> words{
        withText ? "EVAL" : "EVALSHA", withText ? script.text : script.sha1, "1", key};
    for (const QByteArrayView argument : arguments)
        words.append(argument);
    commands.add(std::span<const QByteArrayView>(words.constData(), static_cast<size_t>(words.size())));
}

bool isNoScript(Reply::View reply)
{
    return reply.isError() && reply.bytes().startsWith("NOSCRIPT");
}

} // namespace emberwatch::redis

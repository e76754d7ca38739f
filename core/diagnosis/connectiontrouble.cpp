// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/connectiontrouble.h"

#include "core/jobs/jobkey.h"

#include <initializer_list>

namespace emberwatch {

using namespace Qt::StringLiterals;
using redis::ConnectionOptions;

namespace {

bool saysAny(const QString &text, std::initializer_list<QLatin1StringView> parts)
{
    for (const QLatin1StringView part : parts) {
        if (text.contains(part, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

ConnectionTrouble unreachable(const QString &text, const ConnectionOptions &options)
{
    const QString sentence = "cannot reach "_L1 + redis::displayUrl(options) + ": "_L1 + text;
    if (options.transport == ConnectionOptions::Transport::Local)
        return {sentence, u"Is the server running, and may you open its socket?"_s};
    if (saysAny(text, {"refused"_L1}))
        return {sentence,
            u"Nothing listens there. Is the server running, and is the port right (6379 is usual)?"_s};
    if (saysAny(text, {"not found"_L1, "resolve"_L1}))
        return {sentence, u"The name is not known here. Is it spelt right, and is the VPN up?"_s};
    return {sentence, {}};
}

ConnectionTrouble silentServer(const QString &text, const ConnectionOptions &options)
{
    const QString sentence = redis::displayUrl(options) + " does not answer: "_L1 + text;
    if (options.transport == ConnectionOptions::Transport::Tcp)
        return {sentence, u"If the server expects TLS, use rediss:// instead of redis://."_s};
    return {sentence, {}};
}

ConnectionTrouble tlsTrouble(const QString &text)
{
    const QString sentence = "TLS: "_L1 + text;
    if (saysAny(text, {"wrong version"_L1, "packet length"_L1, "unknown protocol"_L1}))
        return {sentence, u"The server does not speak TLS on this port: use redis://, or its TLS port."_s};
    if (saysAny(text, {"host name"_L1, "hostname"_L1}))
        return {sentence,
            u"The certificate bears another name. Use that name in the URL, or rediss://...?sni=NAME."_s};
    if (saysAny(text, {"expired"_L1, "not yet valid"_L1}))
        return {sentence, u"The server needs a certificate that is valid today."_s};
    if (saysAny(text, {"self-signed"_L1, "self signed"_L1, "issuer"_L1, "untrusted"_L1, "not trusted"_L1}))
        return {sentence,
            u"If the authority is your own, name its certificate: --cacert FILE, or ?cacert=FILE."_s};
    return {sentence, {}};
}

ConnectionTrouble refused(const QString &text, const ConnectionOptions &options)
{
    const QString sentence = "the server refuses to sign us in: "_L1 + text;
    if (saysAny(text, {"without any password"_L1}))
        return {sentence, u"The server wants no password: leave it out."_s};
    if (!options.password)
        return {sentence, u"The server asks for a password: redis://user:@host lets it be asked for."_s};
    if (options.user.isEmpty())
        return {sentence, u"The password is wrong, or it belongs to an ACL user: redis://user:@host."_s};
    return {sentence, u"User or password is wrong, or the user is off."_s};
}

QString adviceForDenied(const QString &text)
{
    if (saysAny(text, {"protected mode"_L1}))
        return u"The server accepts only local connections until it has a password or is told otherwise."_s;
    return {};
}

QString withoutUrl(const QString &message, const ConnectionOptions &options)
{
    const QString url = redis::displayUrl(options) + ": "_L1;
    return message.startsWith(url) ? message.sliced(url.size()) : message;
}

} // namespace

ConnectionTrouble explainTrouble(const Error &why, const ConnectionOptions &options, ConnectStage stage)
{
    const QString text = displayText(withoutUrl(why.message, options).toUtf8());
    switch (why.kind) {
    case Error::Kind::Tls:
        return tlsTrouble(text);
    case Error::Kind::Auth:
        return refused(text, options);
    case Error::Kind::Busy:
        return {"the server cannot serve us now: "_L1 + text, u"Try again later."_s};
    case Error::Kind::Protocol:
        return {"what answers at "_L1 + redis::displayUrl(options) + " is not Redis: "_L1 + text,
            adviceForDenied(text)};
    case Error::Kind::Network:
    case Error::Kind::Timeout:
        if (stage == ConnectStage::Encrypting)
            return tlsTrouble(text);
        return stage == ConnectStage::Reaching ? unreachable(text, options) : silentServer(text, options);
    default:
        return {"the server refuses: "_L1 + text, adviceForDenied(text)};
    }
}

} // namespace emberwatch

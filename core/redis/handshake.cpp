// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/handshake.h"

#include "core/redis/replyerror.h"

using namespace Qt::StringLiterals;

namespace emberwatch::redis {

namespace {

/// The value of "name:value" in INFO's answer; empty where there is none.
QByteArrayView infoValue(QByteArrayView info, QByteArrayView name)
{
    for (qsizetype at = 0; at < info.size();) {
        qsizetype end = info.indexOf('\n', at);
        if (end < 0)
            end = info.size();
        const QByteArrayView line = info.sliced(at, end - at).trimmed();
        if (line.startsWith(name) && line.size() > name.size() && line[name.size()] == ':')
            return line.sliced(name.size() + 1);
        at = end + 1;
    }
    return {};
}

void readServer(QByteArrayView info, ServerFacts &facts)
{
    // Valkey names the Redis version that it is compatible with as redis_version too.
    const QByteArrayView valkey = infoValue(info, "valkey_version");
    facts.product = valkey.isEmpty() ? u"Redis"_s : u"Valkey"_s;
    facts.version = QString::fromUtf8(valkey.isEmpty() ? infoValue(info, "redis_version") : valkey);
    facts.runId = infoValue(info, "run_id").toByteArray();
    const QByteArrayView mode = infoValue(info, "redis_mode");
    facts.mode = QString::fromUtf8(mode.isEmpty() ? infoValue(info, "server_mode") : mode);
}

void readReplication(QByteArrayView info, ServerFacts &facts)
{
    facts.replicationId = infoValue(info, "master_replid").toByteArray();
    if (facts.role.isEmpty())
        facts.role = infoValue(info, "role").toByteArray();
}

void readFact(QByteArrayView name, Reply::View reply, ServerFacts &facts)
{
    if (name == "ROLE" && reply.size() > 0)
        facts.role = reply.at(0).bytes().toByteArray();
    else if (name == "INFO server")
        readServer(reply.bytes(), facts);
    else if (name == "INFO replication")
        readReplication(reply.bytes(), facts);
    else if (name == "CLIENT ID")
        facts.clientId = reply.integer();
}

bool endsConnection(QByteArrayView name, const Error &error)
{
    return name == "AUTH" || name == "SELECT" || error.kind == Error::Kind::Auth;
}

Error refusal(QByteArrayView name, Error error)
{
    if (name == "AUTH" && error.kind != Error::Kind::Busy)
        error.kind = Error::Kind::Auth;
    return error;
}

} // namespace

Handshake::Handshake(const ConnectionOptions &options)
{
    if (options.password && options.user.isEmpty())
        add({"AUTH", options.password->reveal()}, "AUTH");
    else if (options.password)
        add({"AUTH", options.user, options.password->reveal()}, "AUTH");
    if (options.database != 0)
        add({"SELECT", QByteArray::number(options.database)}, "SELECT");
    if (!options.clientName.isEmpty())
        add({"CLIENT", "SETNAME", options.clientName}, "CLIENT SETNAME");
    add({"ROLE"}, "ROLE");
    add({"INFO", "server"}, "INFO server");
    add({"INFO", "replication"}, "INFO replication");
    add({"CLIENT", "ID"}, "CLIENT ID");
}

void Handshake::add(std::initializer_list<QByteArrayView> words, QByteArray name)
{
    m_commands.add(words);
    m_names.append(std::move(name));
}

Result<ServerFacts> Handshake::read(Reply::View replies) const
{
    Q_ASSERT(replies.size() == m_names.size());
    ServerFacts facts;
    qsizetype i = 0;
    for (const Reply::View reply : replies) {
        const QByteArray &name = m_names[i++];
        if (!reply.isError()) {
            readFact(name, reply, facts);
            continue;
        }
        const Error error = refusal(name, errorFromReply(reply.bytes()));
        if (endsConnection(name, error))
            return tl::make_unexpected(error);
        facts.refused.insert(name, error.message);
    }
    return facts;
}

} // namespace emberwatch::redis

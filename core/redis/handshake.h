// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/redis/command.h"
#include "core/redis/connectionoptions.h"
#include "core/redis/reply.h"
#include "core/redis/serverfacts.h"

namespace emberwatch::redis {

/// What a new connection says first, in one write: AUTH and SELECT where needed, then who we are and who
/// answers.
class Handshake
{
public:
    explicit Handshake(const ConnectionOptions &options);
    [[nodiscard]] const Commands &commands() const { return m_commands; }
    /// Reads the replies to commands(), an array of as many.
    /// Errors: Auth where the server wants credentials or refuses ours; the server's own where SELECT is
    /// refused. Every other refusal is a fact.
    [[nodiscard]] Result<ServerFacts> read(Reply::View replies) const;

private:
    void add(std::initializer_list<QByteArrayView> words, QByteArray name);

    Commands m_commands;
    QList<QByteArray> m_names;
};

} // namespace emberwatch::redis

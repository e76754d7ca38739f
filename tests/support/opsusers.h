// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace emberwatch::test {

/// The two users that production has (their rights word by word as administrators are told to set them), the
/// way a redis.conf of version 7 says it. The password of each is "SECRET-" and its name.
[[nodiscard]] inline QStringList opsUsers()
{
    using namespace Qt::StringLiterals;
    const QString reading
        = u"&__keyspace@0__:comfyui:job:* -@all +hello +auth +ping +echo +client|setname +client|id "
          u"+client|reply "
          "+select +info +time +dbsize +scan +type +get +mget +strlen +getrange +pttl +exists +psubscribe "
          "+punsubscribe +subscribe +unsubscribe +role +readonly +asking +cluster|slots +cluster|shards "
          "+cluster|nodes +cluster|myid"_s;
    return {
        u"user ops_viewer reset on >SECRET-ops_viewer resetkeys resetchannels %R~comfyui:job:* "_s + reading,
        u"user ops_operator reset on >SECRET-ops_operator resetkeys resetchannels ~comfyui:job:* ~comfyui:ops:* "_s
            + reading + u" +set +del +pexpireat +eval +evalsha +script|load +script|exists +wait"_s,
    };
}

/// redis://name:password@127.0.0.1:port
[[nodiscard]] inline QString urlAs(const QString &user, quint16 port)
{
    using namespace Qt::StringLiterals;
    return u"redis://%1:SECRET-%1@127.0.0.1:%2"_s.arg(user).arg(port);
}

} // namespace emberwatch::test

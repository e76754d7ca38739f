// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QObject>

#include <functional>

namespace emberwatch {

namespace redis {
class Connection;
}

/// Adds to a server's keyspace notifications what announces every change of a job: only ever because a person
/// asked for it. Flags that are set already stay.
///
/// @param context  `done` is not called once it is gone, nor where the connection is lost: its closing says
/// so
void switchNotificationsOn(
    redis::Connection *connection, QObject *context, std::function<void(Result<void>)> done);

} // namespace emberwatch

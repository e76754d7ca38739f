// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diagnosis/finding.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace emberwatch {

/// How much of a key an ACL rule has to give: reading alone can be told apart from Redis 7 on.
enum class KeyAccess
{
    Read,
    All
};

/// The one ACL line that gives what was refused: "ACL SETUSER ops_viewer %R~comfyui:job:* +mget". Empty where
/// nothing was refused, or nothing that an ACL can give (a command that the server does not have).
///
/// @param user    the ACL user; empty: the default user
/// @param rights  what was tried, the granted ones too: they prove that the keys are allowed. A refused
///                command whose keys no granted one proves is given its keys as well.
[[nodiscard]] QString missingRightsLine(
    const QByteArray &user, const QList<CommandRight> &rights, KeyAccess access);

/// "MGET, PTTL (no such command on this server)": what was not granted, for a sentence. Empty for nothing.
[[nodiscard]] QString missingRightsText(const QList<CommandRight> &rights);

[[nodiscard]] bool isGranted(
    const QList<CommandRight> &rights, QByteArrayView command, QByteArrayView object = {});
[[nodiscard]] bool isEveryGranted(const QList<CommandRight> &rights);

} // namespace emberwatch

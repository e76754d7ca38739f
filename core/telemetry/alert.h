// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"

#include <QByteArrayView>
#include <QMetaType>
#include <QString>
#include <QStringList>

namespace emberwatch {

/// What a person is told of without having asked.
enum class AlertKind : quint8
{
    RecoveryFailed, ///< a job could not be recovered
    JobLost, ///< a job was settled because nobody will ever finish it
    RedisUnreachable, ///< at the agent's start
    RecoveryIncomplete, ///< a recovery could not be completed
    Test, ///< `emberwatch alerts test`
};
/// "recovery-failed", "job-lost", ...: stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(AlertKind kind);
/// For people: "Recovery failed".
[[nodiscard]] QString titleOf(AlertKind kind);

struct Alert
{
    AlertKind kind = AlertKind::Test;
    QString text; ///< a sentence; plain text
    Timestamp at; ///< our clock
    bool operator==(const Alert &) const = default;
};

/// Alerts of one kind that are told together.
struct AlertGroup
{
    AlertKind kind = AlertKind::Test;
    int count = 0;
    Timestamp first;
    Timestamp last;
    QStringList texts; ///< of the first few
    bool operator==(const AlertGroup &) const = default;
};

/// "Recovery failed (3): first text; second text; ..." One line, escaped.
[[nodiscard]] QString groupText(const AlertGroup &group);

/// {"source":"emberwatch","environment","kind","title","count","first","last","texts":[...]}. An interface:
/// members are not renamed. Times in ISO 8601, UTC.
[[nodiscard]] QByteArray groupJson(const AlertGroup &group, const QString &environment);

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::AlertGroup)

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/recoveryprocess.h"

#include <QJsonDocument>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

namespace {

QStringList placesOf(const RecoveryWorld &world)
{
    const RigSetup setup = world.setup();
    QStringList arguments{u"--redis"_s, world.redis.url(), u"--records"_s,
        u"sqlite://"_s + setup.records->path, u"--grace"_s, QString::number(setup.grace.count())};
    for (const QString &server : setup.servers)
        arguments << u"--server"_s << server;
    return arguments;
}

QStringList recoveryArguments(const RecoveryWorld &world, const QString &journalPath, PlanScope scope)
{
    return placesOf(world)
        + QStringList{u"--journal"_s, journalPath.isEmpty() ? world.setup().journalPath : journalPath,
            u"--scope"_s, QString::fromLatin1(wordOf(scope))};
}

} // namespace

RecoveryProcess::RecoveryProcess(
    const RecoveryWorld &world, const QString &failpoint, const QString &journalPath, PlanScope scope)
    : FaultyProcess(
        QStringLiteral(EMBERWATCH_RECOVERYPROGRAM), recoveryArguments(world, journalPath, scope), failpoint)
{
}

QJsonObject RecoveryProcess::report() const
{
    return QJsonDocument::fromJson(output()).object();
}

ActionProcess::ActionProcess(
    const RecoveryWorld &world, const QString &action, const QByteArray &id, const QString &failpoint)
    : FaultyProcess(QStringLiteral(EMBERWATCH_ACTIONPROGRAM),
        placesOf(world)
            + QStringList{u"--journal"_s, world.setup().journalPath, u"--action"_s, action, u"--job"_s,
                QString::fromUtf8(id)},
        failpoint)
{
}

} // namespace emberwatch::test

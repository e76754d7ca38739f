// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/snapshotdiff.h"

#include "core/base/timetext.h"
#include "ui/details/documentmembers.h"

#include <QCoreApplication>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

const QString nothing = u"—"_s;

QStringList namesOf(const QList<DocumentMember> &before, const QList<DocumentMember> &after)
{
    QStringList names;
    for (const QList<DocumentMember> *members : {&before, &after}) {
        for (const DocumentMember &member : *members)
            names.append(member.name);
    }
    names.removeDuplicates();
    return names;
}

/// Of a name that occurs twice the last one counts.
QString valueOf(const QList<DocumentMember> &members, const QString &name)
{
    QString value = nothing;
    for (const DocumentMember &member : members) {
        if (member.name == name)
            value = member.value;
    }
    return value;
}

void addMembers(
    QList<SnapshotChange> &changes, const QByteArray &before, const QByteArray &after, const QString &prefix)
{
    const QList<DocumentMember> old = membersOf(before);
    const QList<DocumentMember> young = membersOf(after);
    for (const QString &name : namesOf(old, young)) {
        const SnapshotChange change{prefix + name, valueOf(old, name), valueOf(young, name)};
        // What the database sets by itself is not known beforehand.
        const bool isLeftToOthers = change.after.isEmpty() || change.after == "null"_L1;
        if (change.before != change.after && !isLeftToOthers)
            changes.append(change);
    }
}

void addDocument(QList<SnapshotChange> &changes, const std::optional<QByteArray> &before,
    const std::optional<QByteArray> &after, const QString &name, const QString &prefix)
{
    if (before == after)
        return;
    if (before && after)
        return addMembers(changes, *before, *after, prefix);
    changes.append(
        {name, before ? Words::tr("was there") : nothing, after ? Words::tr("is there") : nothing});
}

QString momentOf(const std::optional<Timestamp> &moment)
{
    return moment ? exactMomentText(*moment) : nothing;
}

} // namespace

QList<SnapshotChange> changesBetween(const JobSnapshot &before, const JobSnapshot &after)
{
    QList<SnapshotChange> changes;
    addDocument(changes, before.value, after.value, Words::tr("key in Redis"), {});
    if (before.expiresAt != after.expiresAt && before.value && after.value && after.expiresAt)
        changes.append({Words::tr("expires"), momentOf(before.expiresAt), momentOf(after.expiresAt)});
    addDocument(changes, before.row, after.row, Words::tr("record"), Words::tr("record: "));
    return changes;
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/rightsadvice.h"

#include <QByteArrayList>
#include <QStringList>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Answer = CommandRight::Answer;

namespace {

QByteArray keyRule(const QByteArray &pattern, KeyAccess access)
{
    return (access == KeyAccess::Read ? "%R~" : "~") + pattern;
}

QByteArray ruleFor(const CommandRight &right, KeyAccess access)
{
    switch (right.answer) {
    case Answer::Denied:
        return '+' + right.command;
    case Answer::KeyDenied:
        return keyRule(right.object, access);
    case Answer::ChannelDenied:
        return '&' + right.object;
    case Answer::Granted:
    case Answer::Absent:
    case Answer::Undecided:
        break;
    }
    return {};
}

QString nounOf(const CommandRight &right)
{
    const QString command = QString::fromLatin1(right.command).toUpper().replace(u'|', u' ');
    switch (right.answer) {
    case Answer::Absent:
        return command + " (the server has no such command)"_L1;
    case Answer::Undecided:
        return command + " (no answer now)"_L1;
    case Answer::KeyDenied:
    case Answer::ChannelDenied:
        return command + " on "_L1 + QString::fromUtf8(right.object);
    case Answer::Granted:
    case Answer::Denied:
        break;
    }
    return command;
}

void addOnce(QByteArrayList &rules, const QByteArray &rule)
{
    if (!rule.isEmpty() && !rules.contains(rule))
        rules.append(rule);
}

bool isProven(const QList<CommandRight> &rights, const QByteArray &object)
{
    return std::any_of(rights.begin(), rights.end(),
        [&](const CommandRight &right) { return right.object == object && right.answer == Answer::Granted; });
}

/// A command that is refused says nothing about the keys it would need.
void addUnprovenKeys(QByteArrayList &patterns, const QList<CommandRight> &rights, KeyAccess access)
{
    for (const CommandRight &right : rights) {
        if (right.answer == Answer::Denied && !right.object.isEmpty() && !isProven(rights, right.object))
            addOnce(patterns, keyRule(right.object, access));
    }
}

} // namespace

QString missingRightsLine(const QByteArray &user, const QList<CommandRight> &rights, KeyAccess access)
{
    QByteArrayList patterns;
    QByteArrayList commands;
    for (const CommandRight &right : rights) {
        addOnce(right.answer == Answer::Denied ? commands : patterns, ruleFor(right, access));
    }
    addUnprovenKeys(patterns, rights, access);
    const QByteArrayList rules = patterns + commands;
    if (rules.isEmpty())
        return {};
    return QString::fromUtf8(
        "ACL SETUSER " + (user.isEmpty() ? QByteArray("default") : user) + ' ' + rules.join(' '));
}

QString missingRightsText(const QList<CommandRight> &rights)
{
    QStringList missing;
    for (const CommandRight &right : rights) {
        if (right.answer != Answer::Granted)
            missing.append(nounOf(right));
    }
    missing.removeDuplicates();
    return missing.join(", "_L1);
}

bool isGranted(const QList<CommandRight> &rights, QByteArrayView command, QByteArrayView object)
{
    return std::any_of(rights.begin(), rights.end(), [&](const CommandRight &right) {
        return right.command == command && (object.isEmpty() || right.object == object)
            && right.answer == Answer::Granted;
    });
}

bool isEveryGranted(const QList<CommandRight> &rights)
{
    return std::all_of(rights.begin(), rights.end(),
        [](const CommandRight &right) { return right.answer == Answer::Granted; });
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/desktopnotifier.h"

#include "core/jobs/jobkey.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QFileInfo>
#include <QLoggingCategory>

#include <utility>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logNotifications, "emberwatch.notifications", QtInfoMsg)

constexpr qsizetype linesAtMost = 4;
constexpr qsizetype lettersAtMost = 200; ///< of a line

QDBusMessage callOf(const QString &method)
{
    return QDBusMessage::createMethodCall(u"org.freedesktop.Notifications"_s,
        u"/org/freedesktop/Notifications"_s, u"org.freedesktop.Notifications"_s, method);
}

QString lineOf(const QString &text)
{
    const QString line = displayText(text.toUtf8());
    return line.size() <= lettersAtMost ? line : QString(line.first(lettersAtMost - 1) + u'…');
}

QString bodyOf(const AlertGroup &group)
{
    QStringList lines;
    for (const QString &text : group.texts.mid(0, linesAtMost))
        lines.append(lineOf(text));
    if (const int more = group.count - static_cast<int>(lines.size()); more > 0)
        lines.append(DesktopNotifier::tr("and %n more", nullptr, more));
    return lines.join(u'\n');
}

} // namespace

DesktopNotifier::DesktopNotifier(QString environment, Bus bus, QObject *parent)
    : QObject(parent)
    , m_environment(std::move(environment))
    , m_openBus(std::move(bus))
{
}

QDBusConnection DesktopNotifier::sessionBus()
{
    // Without an address a bus would be started, and waited for.
    const bool isThere = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
        || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_s);
    return isThere ? QDBusConnection::sessionBus() : QDBusConnection(QString());
}

void DesktopNotifier::show(const AlertGroup &group)
{
    if (!m_bus)
        m_bus = m_openBus();
    if (!m_bus->isConnected())
        return fail(u"there is no session bus"_s);
    if (m_hasMarkup)
        return send(group);
    m_waiting.append(group);
    askForCapabilities();
}

void DesktopNotifier::askForCapabilities()
{
    if (std::exchange(m_isAsking, true))
        return;
    await(m_bus->asyncCall(callOf(u"GetCapabilities"_s)), [this](const QVariantList &answer) {
        m_hasMarkup = answer.value(0).toStringList().contains(u"body-markup"_s);
        for (const AlertGroup &group : std::exchange(m_waiting, {}))
            send(group);
    });
}

void DesktopNotifier::send(const AlertGroup &group)
{
    const QString title
        = u"%1 (%2) · %3"_s.arg(titleOf(group.kind), QString::number(group.count), lineOf(m_environment));
    const QString body = bodyOf(group);
    QDBusMessage call = callOf(u"Notify"_s);
    const QVariantMap hints{{u"desktop-entry"_s, u"org.emberwatch.Console"_s}};
    constexpr int asTheDesktopDoes = -1;
    call.setArguments({u"Emberwatch"_s, 0U, u"org.emberwatch.Console"_s, title,
        m_hasMarkup.value_or(false) ? body.toHtmlEscaped() : body, QStringList(), hints, asTheDesktopDoes});
    await(m_bus->asyncCall(call), [](const QVariantList &) {});
}

void DesktopNotifier::await(const QDBusPendingCall &call, std::function<void(const QVariantList &)> done)
{
    auto *watcher = new QDBusPendingCallWatcher(call, this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, done = std::move(done)] {
        watcher->deleteLater();
        m_isAsking = false;
        if (watcher->isError())
            return fail(watcher->error().message());
        done(watcher->reply().arguments());
    });
}

/// Whoever shows them may come later, and have other capabilities.
void DesktopNotifier::fail(const QString &why)
{
    m_waiting.clear();
    m_hasMarkup.reset();
    if (!std::exchange(m_hasFailed, true))
        qCInfo(logNotifications, "alerts are not shown on the desktop: %s", qPrintable(lineOf(why)));
}

} // namespace emberwatch

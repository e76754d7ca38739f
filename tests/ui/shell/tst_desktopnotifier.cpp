// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/desktopnotifier.h"

#include "ui/words/englishplurals.h"

#include <QDBusPendingCallWatcher>
#include <QProcess>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20'000; // ms, for a machine that has other things to do

struct Shown
{
    QString title;
    QString body;
};

/// Whoever shows notifications on a desktop.
class FakeDesktop : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    QStringList capabilities;
    QList<Shown> shown;

public Q_SLOTS:
    QStringList GetCapabilities() const { return capabilities; }
    uint Notify(const QString &program, uint /*replaces*/, const QString & /*icon*/, const QString &title,
        const QString &body, const QStringList & /*actions*/, const QVariantMap & /*hints*/, int /*timeout*/)
    {
        if (program == u"Emberwatch"_s)
            shown.append({title, body});
        return static_cast<uint>(shown.size());
    }
};

/// A dbus-daemon of its own, which ends with the object.
class PrivateBus
{
public:
    PrivateBus()
    {
        m_daemon.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address"_s});
        if (m_daemon.waitForStarted() && m_daemon.waitForReadyRead())
            address = QString::fromUtf8(m_daemon.readLine()).trimmed();
    }
    ~PrivateBus()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(PrivateBus)

    [[nodiscard]] QDBusConnection connection(const QString &name) const
    {
        return QDBusConnection::connectToBus(address, name);
    }
    QString address;

private:
    QProcess m_daemon;
};

AlertGroup lost(const QStringList &texts, int count)
{
    AlertGroup group;
    group.kind = AlertKind::JobLost;
    group.texts = texts;
    group.count = count;
    return group;
}

} // namespace

class TestDesktopNotifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void showsWhatWasRaised();
    void markupIsNoMarkup();
    void longTextsAreCut();
    void withoutAServiceTheLogSaysSoOnce();
    void aServiceThatComesLaterIsUsed();
    void withoutABusNothingHappens();

private:
    void serve(const QStringList &capabilities);

    EnglishPlurals m_plurals;
    std::unique_ptr<PrivateBus> m_bus;
    std::unique_ptr<FakeDesktop> m_desktop;
    std::unique_ptr<DesktopNotifier> m_notifier;
};

void TestDesktopNotifier::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
}

void TestDesktopNotifier::init()
{
    m_bus = std::make_unique<PrivateBus>();
    QVERIFY2(!m_bus->address.isEmpty(), "there is no dbus-daemon");
    m_desktop = std::make_unique<FakeDesktop>();
    m_notifier = std::make_unique<DesktopNotifier>(
        u"studio-eu"_s, [this] { return m_bus->connection(u"console"_s); });
}

void TestDesktopNotifier::cleanup()
{
    m_notifier.reset();
    for (const QString &name : {u"console"_s, u"desktop"_s})
        QDBusConnection::disconnectFromBus(name);
    m_desktop.reset();
    m_bus.reset();
}

void TestDesktopNotifier::serve(const QStringList &capabilities)
{
    m_desktop->capabilities = capabilities;
    QDBusConnection bus = m_bus->connection(u"desktop"_s);
    QVERIFY(bus.registerObject(
        u"/org/freedesktop/Notifications"_s, m_desktop.get(), QDBusConnection::ExportAllSlots));
    QVERIFY(bus.registerService(u"org.freedesktop.Notifications"_s));
}

void TestDesktopNotifier::showsWhatWasRaised()
{
    serve({u"body"_s});
    m_notifier->show(lost({u"job-1: gone & <b>lost</b>"_s}, 1));
    m_notifier->show(lost({u"job-2: lost"_s, u"job-3: lost"_s}, 12));
    QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 2, patience);
    QCOMPARE(m_desktop->shown.at(0).title, u"Jobs lost (1) · studio-eu"_s);
    QCOMPARE(m_desktop->shown.at(0).body, u"job-1: gone & <b>lost</b>"_s);
    QCOMPARE(m_desktop->shown.at(1).body, u"job-2: lost\njob-3: lost\nand 10 more"_s);
}

void TestDesktopNotifier::markupIsNoMarkup()
{
    serve({u"body"_s, u"body-markup"_s});
    m_notifier->show(lost({u"<a href=\"http://evil\">x</a>"_s}, 1));
    QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 1, patience);
    QVERIFY(!m_desktop->shown.at(0).body.contains(u'<'));
    QVERIFY(m_desktop->shown.at(0).body.contains(u"&lt;a"_s));
}

void TestDesktopNotifier::longTextsAreCut()
{
    serve({});
    m_notifier->show(lost(QStringList(10, QString(100'000, u'x')), 10));
    QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 1, patience);
    QCOMPARE(m_desktop->shown.at(0).body.count(u'\n'), 4);
    QVERIFY(m_desktop->shown.at(0).body.size() < 1'000);
}

void TestDesktopNotifier::withoutAServiceTheLogSaysSoOnce()
{
    static int lines = 0;
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &text) {
        lines += text.contains(u"alerts are not shown on the desktop"_s) ? 1 : 0;
    });
    for (int i = 0; i < 3; ++i) {
        m_notifier->show(lost({u"one"_s}, 1));
        // An answer, whatever it is, ends its watcher.
        QTRY_VERIFY_WITH_TIMEOUT(m_notifier->findChildren<QDBusPendingCallWatcher *>().isEmpty(), patience);
    }
    qInstallMessageHandler(nullptr);
    QCOMPARE(lines, 1);
}

void TestDesktopNotifier::aServiceThatComesLaterIsUsed()
{
    m_notifier->show(lost({u"unseen"_s}, 1));
    serve({});
    // The first is answered before or after the service is there; in the end they are shown.
    const auto isShown = [this] {
        m_notifier->show(lost({u"seen"_s}, 1));
        return !m_desktop->shown.isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isShown(), patience);
    QCOMPARE(m_desktop->shown.constLast().body, u"seen"_s);
}

void TestDesktopNotifier::withoutABusNothingHappens()
{
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    qputenv("XDG_RUNTIME_DIR", "/nonexistent");
    QVERIFY(!DesktopNotifier::sessionBus().isConnected());
    DesktopNotifier notifier(u"studio-eu"_s);
    notifier.show(lost({u"one"_s}, 1));
    notifier.show(lost({u"two"_s}, 1));
}

QTEST_GUILESS_MAIN(TestDesktopNotifier)
#include "tst_desktopnotifier.moc"

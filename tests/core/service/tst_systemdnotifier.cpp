// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/systemdnotifier.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// What systemd has: a datagram socket under a name.
class Listener
{
public:
    explicit Listener(const QByteArray &name)
        : m_descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
        if (name.startsWith('@'))
            address.sun_path[0] = '\0';
        m_isBound = ::bind(m_descriptor, reinterpret_cast<sockaddr *>(&address),
                        socklen_t(offsetof(sockaddr_un, sun_path) + size_t(name.size())))
            == 0;
    }
    ~Listener() { ::close(m_descriptor); }
    Q_DISABLE_COPY_MOVE(Listener)

    [[nodiscard]] bool isBound() const { return m_isBound; }
    [[nodiscard]] QByteArray take() const
    {
        QByteArray bytes(4096, '\0');
        const ssize_t length = ::recv(m_descriptor, bytes.data(), size_t(bytes.size()), 0);
        return bytes.first(std::max<qsizetype>(length, 0));
    }

private:
    int m_descriptor;
    bool m_isBound = false;
};

} // namespace

class TestSystemdNotifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void tells_data();
    void tells();
    void nobodyListensIsNoError();
    void aSocketThatIsGoneIsAnError();
    void watchdog_data();
    void watchdog();
};

void TestSystemdNotifier::cleanup()
{
    for (const char *name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"})
        qunsetenv(name);
}

void TestSystemdNotifier::tells_data()
{
    QTest::addColumn<bool>("isAbstract");
    QTest::newRow("a file") << false;
    QTest::newRow("an abstract name") << true;
}

void TestSystemdNotifier::tells()
{
    QFETCH(bool, isAbstract);
    const QTemporaryDir folder;
    const QByteArray path = QFile::encodeName(folder.filePath(u"notify"_s));
    const QByteArray name = isAbstract ? '@' + path : path;
    const Listener listener(name);
    QVERIFY(listener.isBound());
    qputenv("NOTIFY_SOCKET", name);
    const SystemdNotifier notifier = SystemdNotifier::fromEnvironment();
    QVERIFY(notifier.isActive());
    QVERIFY(notifier.ready(u"at\nwork"_s));
    QCOMPARE(listener.take(), QByteArray("STATUS=at work\nREADY=1\n"));
    QVERIFY(notifier.status(u"3 jobs"_s));
    QCOMPARE(listener.take(), QByteArray("STATUS=3 jobs\n"));
    QVERIFY(notifier.alive());
    QCOMPARE(listener.take(), QByteArray("WATCHDOG=1\n"));
    QVERIFY(notifier.stopping(u"bye"_s));
    QCOMPARE(listener.take(), QByteArray("STATUS=bye\nSTOPPING=1\n"));
}

void TestSystemdNotifier::nobodyListensIsNoError()
{
    const SystemdNotifier notifier = SystemdNotifier::fromEnvironment();
    QVERIFY(!notifier.isActive());
    QVERIFY(notifier.ready(u"x"_s));
}

void TestSystemdNotifier::aSocketThatIsGoneIsAnError()
{
    const SystemdNotifier notifier("/nonexistent/notify");
    const Result<void> told = notifier.alive();
    QVERIFY(!told);
    QVERIFY2(told.error().message.contains(u"No such file"_s), qPrintable(told.error().message));
    QVERIFY(!SystemdNotifier(QByteArray(200, 'x')).alive());
}

void TestSystemdNotifier::watchdog_data()
{
    QTest::addColumn<QByteArray>("usec");
    QTest::addColumn<QByteArray>("pid");
    QTest::addColumn<int>("everyMs");
    const QByteArray ours = QByteArray::number(::getpid());
    QTest::newRow("30 s") << QByteArray("30000000") << ours << 15'000;
    QTest::newRow("no owner named") << QByteArray("30000000") << QByteArray() << 15'000;
    QTest::newRow("of another process") << QByteArray("30000000") << QByteArray("1") << -1;
    QTest::newRow("none") << QByteArray() << QByteArray() << -1;
    QTest::newRow("no number") << QByteArray("soon") << ours << -1;
    QTest::newRow("very short") << QByteArray("100") << ours << 1;
}

void TestSystemdNotifier::watchdog()
{
    QFETCH(QByteArray, usec);
    QFETCH(QByteArray, pid);
    QFETCH(int, everyMs);
    qputenv("NOTIFY_SOCKET", "@x");
    if (!usec.isEmpty())
        qputenv("WATCHDOG_USEC", usec);
    if (!pid.isEmpty())
        qputenv("WATCHDOG_PID", pid);
    const auto every = SystemdNotifier::fromEnvironment().aliveEvery();
    QCOMPARE(every ? int(every->count()) : -1, everyMs);
}

QTEST_APPLESS_MAIN(TestSystemdNotifier)
#include "tst_systemdnotifier.moc"

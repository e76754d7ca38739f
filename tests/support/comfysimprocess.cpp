// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysimprocess.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QUrlQuery>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace emberwatch::test {

namespace {

constexpr std::chrono::milliseconds startTime = 20s;
constexpr std::chrono::milliseconds answerTime = 30s;

/// One request on a connection of its own, without an event loop: a test's other sockets stay untouched
/// meanwhile.
QByteArray request(quint16 port, const QByteArray &path, const QByteArray &body)
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, port);
    const QDeadlineTimer deadline(answerTime);
    if (!socket.waitForConnected(static_cast<int>(answerTime.count())))
        return {};
    socket.write("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    while (!deadline.hasExpired() && socket.waitForReadyRead(static_cast<int>(deadline.remainingTime()))) { }
    const QByteArray answer = socket.readAll();
    return answer.mid(answer.indexOf("\r\n\r\n") + 4);
}

} // namespace

ComfySimProcess::ComfySimProcess(ComfySimSetup setup)
    : m_setup(std::move(setup))
{
    m_process.setProgram(QStringLiteral(EMBERWATCH_COMFYSIM));
    m_process.setStandardErrorFile(m_folder.filePath(u"log"_s), QIODevice::Append);
    start();
}

ComfySimProcess::~ComfySimProcess()
{
    kill();
}

QUrl ComfySimProcess::socketUrl(const QString &clientId) const
{
    QUrl url = m_url;
    url.setScheme(u"ws"_s);
    url.setPath(m_url.path() + u"/ws"_s);
    QUrlQuery query;
    if (!clientId.isNull())
        query.addQueryItem(u"clientId"_s, clientId);
    url.setQuery(query);
    return url;
}

QString ComfySimProcess::log() const
{
    QFile file(m_folder.filePath(u"log"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QJsonObject ComfySimProcess::control(const QString &action, const QJsonObject &arguments)
{
    const QByteArray body = QJsonDocument(arguments).toJson(QJsonDocument::Compact);
    return QJsonDocument::fromJson(request(m_controlPort, "/_sim/" + action.toUtf8(), body)).object();
}

bool ComfySimProcess::start()
{
    m_process.setArguments(
        QStringList{u"--with-parent"_s, u"--behaviour"_s, m_setup.behaviour, u"--speed"_s,
            QString::number(m_setup.speed), u"--workers"_s, QString::number(m_setup.workers), u"--port"_s,
            QString::number(m_port), u"--control-port"_s, QString::number(m_controlPort)}
        + m_setup.arguments);
    m_process.start();
    return m_process.waitForStarted() && readAnnouncement();
}

bool ComfySimProcess::readAnnouncement()
{
    const QDeadlineTimer deadline(startTime);
    while (!m_process.canReadLine() && !deadline.hasExpired()) {
        if (!m_process.waitForReadyRead(static_cast<int>(deadline.remainingTime())))
            break;
    }
    const QJsonObject line = QJsonDocument::fromJson(m_process.readLine()).object();
    m_url = QUrl(line.value("url"_L1).toString());
    m_port = static_cast<quint16>(line.value("port"_L1).toInt());
    m_controlPort = static_cast<quint16>(line.value("control_port"_L1).toInt());
    return m_port != 0;
}

void ComfySimProcess::kill()
{
    if (!isRunning())
        return;
    m_process.kill();
    m_process.waitForFinished(5000);
}

void ComfySimProcess::freeze()
{
    if (isRunning())
        ::kill(static_cast<pid_t>(pid()), SIGSTOP);
}

void ComfySimProcess::resume()
{
    if (isRunning())
        ::kill(static_cast<pid_t>(pid()), SIGCONT);
}

int ComfySimProcess::terminate()
{
    m_process.terminate();
    return m_process.waitForFinished(5000) && m_process.exitStatus() == QProcess::NormalExit
        ? m_process.exitCode()
        : -1;
}

} // namespace emberwatch::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfyclient.h"

#include <QEventLoop>
#include <QJsonDocument>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace emberwatch::test {

QJsonObject ComfyAnswer::object() const
{
    return QJsonDocument::fromJson(body).object();
}

QNetworkRequest ComfyClient::requestFor(const QString &path, const Headers &headers) const
{
    QNetworkRequest request(QUrl(m_base.toString() + path));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setTransferTimeout(static_cast<int>(m_timeout.count()));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    return request;
}

ComfyAnswer ComfyClient::waitFor(QNetworkReply *reply)
{
    const std::unique_ptr<QNetworkReply> owned(reply);
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
        reply->rawHeader("Content-Type"), reply->readAll(), reply->error()};
}

ComfyAnswer ComfyClient::get(const QString &path, const Headers &headers)
{
    return waitFor(m_network.get(requestFor(path, headers)));
}

ComfyAnswer ComfyClient::post(const QString &path, const QByteArray &body, const Headers &headers)
{
    return waitFor(m_network.post(requestFor(path, headers), body));
}

ComfyAnswer ComfyClient::post(const QString &path, const QJsonObject &body)
{
    return post(path, QJsonDocument(body).toJson(QJsonDocument::Compact));
}

QString ComfyClient::submit(const QJsonObject &prompt, QJsonObject further)
{
    further.insert("prompt"_L1, prompt);
    return post(u"/prompt"_s, further).object().value("prompt_id"_L1).toString();
}

QJsonObject ComfyClient::simJob(const QJsonObject &inputs)
{
    return {{u"1"_s, QJsonObject{{u"class_type"_s, u"SimJob"_s}, {u"inputs"_s, inputs}}}};
}

QJsonObject ComfyClient::history(const QString &id)
{
    return get(u"/history/"_s + id).object().value(id).toObject();
}

QStringList ComfyClient::queued(const QString &list)
{
    QStringList ids;
    const QJsonArray items = get(u"/queue"_s).object().value(list).toArray();
    for (const auto &item : items)
        ids << item.toArray().at(1).toString();
    return ids;
}

RecordingSocket::RecordingSocket(const QUrl &url)
{
    m_socket.setMaxAllowedIncomingFrameSize(QWebSocket::maxIncomingFrameSize());
    m_socket.setMaxAllowedIncomingMessageSize(QWebSocket::maxIncomingMessageSize());
    connect(
        &m_socket, &QWebSocket::textMessageReceived, this, [this](const QString &text) { m_texts << text; });
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this,
        [this](const QByteArray &bytes) { m_binaries << bytes; });
    connect(&m_socket, &QWebSocket::pong, this, [this] { ++m_pongs; });
    m_socket.open(url);
}

QStringList RecordingSocket::types() const
{
    QStringList types;
    for (const QString &text : m_texts)
        types << QJsonDocument::fromJson(text.toUtf8()).object().value("type"_L1).toString();
    return types;
}

QList<QJsonObject> RecordingSocket::all(const QString &type) const
{
    QList<QJsonObject> data;
    for (const QString &text : m_texts) {
        const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
        if (message.value("type"_L1).toString() == type)
            data << message.value("data"_L1).toObject();
    }
    return data;
}

bool RecordingSocket::sawEnd() const
{
    return std::ranges::any_of(
        all(u"executing"_s), [](const QJsonObject &data) { return data.value("node"_L1).isNull(); });
}

void RecordingSocket::forget()
{
    m_texts.clear();
    m_binaries.clear();
}

} // namespace emberwatch::test

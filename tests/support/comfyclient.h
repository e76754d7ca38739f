// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QUrl>
#include <QWebSocket>

namespace emberwatch::test {

/// What a server answered.
struct ComfyAnswer
{
    int status = 0; ///< 0: no answer
    QByteArray contentType{};
    QByteArray body{};
    QNetworkReply::NetworkError error = QNetworkReply::NoError;

    [[nodiscard]] QJsonObject object() const;
};

/// A plain HTTP client for tests: one request at a time, by an event loop of its own.
class ComfyClient
{
public:
    explicit ComfyClient(const QUrl &base)
        : m_base(base)
    {
    }

    using Headers = QList<std::pair<QByteArray, QByteArray>>;
    /// @param path  with its query: "/history?max_items=3"
    ComfyAnswer get(const QString &path, const Headers &headers = {});
    ComfyAnswer post(const QString &path, const QByteArray &body, const Headers &headers = {});
    ComfyAnswer post(const QString &path, const QJsonObject &body);
    /// POST /prompt with a graph and further members. @return the prompt id; empty: refused
    QString submit(const QJsonObject &prompt, QJsonObject further = {});
    /// {"1": {"class_type": "SimJob", "inputs": inputs}}
    [[nodiscard]] static QJsonObject simJob(const QJsonObject &inputs = {});

    /// The entry in history; empty: none.
    QJsonObject history(const QString &id);
    /// Prompt ids in "queue_running" or "queue_pending".
    QStringList queued(const QString &list);
    /// How long requests may take, from now on.
    void setTimeout(std::chrono::milliseconds timeout) { m_timeout = timeout; }

private:
    [[nodiscard]] QNetworkRequest requestFor(const QString &path, const Headers &headers) const;
    static ComfyAnswer waitFor(QNetworkReply *reply);

    QUrl m_base;
    QNetworkAccessManager m_network;
    std::chrono::milliseconds m_timeout{10'000};
};

/// A socket that writes down what it gets.
class RecordingSocket : public QObject
{
public:
    explicit RecordingSocket(const QUrl &url);

    [[nodiscard]] QWebSocket &socket() { return m_socket; }
    [[nodiscard]] bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    [[nodiscard]] const QStringList &texts() const { return m_texts; }
    [[nodiscard]] const QList<QByteArray> &binaries() const { return m_binaries; }
    /// Pings that were answered.
    [[nodiscard]] int pongs() const { return m_pongs; }
    [[nodiscard]] QStringList types() const;
    /// The data of the messages of one type.
    [[nodiscard]] QList<QJsonObject> all(const QString &type) const;
    [[nodiscard]] bool has(const QString &type) const { return types().contains(type); }
    /// executing with node null: the last message of a job.
    [[nodiscard]] bool sawEnd() const;
    void forget();

private:
    QWebSocket m_socket;
    QStringList m_texts;
    QList<QByteArray> m_binaries;
    int m_pongs = 0;
};

} // namespace emberwatch::test

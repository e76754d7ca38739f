// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/comfyclient.h"
#include "core/comfyui/jobstream.h"
#include "core/comfyui/serverpoll.h"
#include "core/runner/runnerjob.h"
#include "core/runner/streamchoice.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace emberwatch {

struct ServerFollowerOptions
{
    comfyui::PollOptions poll;
    comfyui::StreamOptions stream;
    int nextOfQueue = 3; ///< waiting jobs that have a socket before they run
    /// Between two looks because a stream said that the queue moved.
    std::chrono::milliseconds lookAtMostEvery{1'000};
};

/// Follows all our jobs on one server: polls once for all of them, and keeps a socket for each client id
/// whose job runs or soon will. A stream is a hint; where it is silent or deaf, polling goes on by itself.
class ServerFollower : public QObject
{
    Q_OBJECT
public:
    ServerFollower(comfyui::ComfyClient client, http::AddressCheck check, ServerFollowerOptions options,
        QObject *parent = nullptr);
    ~ServerFollower() override;

    [[nodiscard]] const comfyui::ComfyClient &client() const { return m_client; }

    /// Another for the same server, after the former was closed. Streams stay as they are.
    void setClient(const comfyui::ComfyClient &client, http::AddressCheck check);

    /// Before the POST: its stream is to stand when the server speaks of it.
    /// @return false: the queue is long enough to open it later
    bool prepare(const PromptId &id, const QString &clientId);
    [[nodiscard]] bool isStreamLive(const QString &clientId) const;
    /// From now on it is polled, and streamed where it may be.
    void follow(const comfyui::JobQuestion &question, const QString &clientId, bool mayTakeStream);
    /// Its producer is silent: the stream is ours to take.
    void allowStream(const PromptId &id, const QString &clientId);
    void forget(const PromptId &id);
    /// Something has ended, or may have.
    void lookNow();

    [[nodiscard]] TrackedBy trackedBy(const PromptId &id) const;
    [[nodiscard]] bool isReachable() const { return m_poll.isReachable(); }
    [[nodiscard]] qsizetype followed() const { return m_users.size(); }
    [[nodiscard]] int liveStreams() const;
    [[nodiscard]] int openStreams() const { return static_cast<int>(m_streams.size()); }

Q_SIGNALS:
    void messageReceived(const emberwatch::comfyui::StreamMessage &message);
    void evidenceRead(const QList<emberwatch::comfyui::JobEvidence> &evidence);
    void trackingChanged();
    void reachableChanged(bool isReachable, const QString &why);

private:
    void onQueue(const comfyui::QueueSnapshot &queue);
    void onEvidence(const QList<comfyui::JobEvidence> &evidence);
    void onMoved(std::chrono::steady_clock::time_point previousLook);
    void onQueueMoved();
    void arrangeStreams();
    void openStream(const QString &clientId);
    void closeStream(const QString &clientId);
    void attach(comfyui::JobStream *stream);
    void onStreamState(const QString &clientId, comfyui::StreamState state);
    void tellPoll(const PromptId &id);
    void arrangeObserver();

    comfyui::ComfyClient m_client;
    http::AddressCheck m_check;
    ServerFollowerOptions m_options;
    comfyui::ServerPoll m_poll;
    QHash<PromptId, StreamUser> m_users;
    QHash<PromptId, comfyui::JobQuestion> m_questions; ///< of those that are polled
    QHash<QString, comfyui::JobStream *> m_streams; ///< by client id; children of ours
    /// Under a client id of our own: hears that the queue moves, and the progress of jobs that are nobody's.
    std::unique_ptr<comfyui::JobStream> m_observer;
    comfyui::QueueSnapshot m_queue;
    QTimer m_look;
    std::chrono::steady_clock::time_point m_lookedAt;
};

} // namespace emberwatch

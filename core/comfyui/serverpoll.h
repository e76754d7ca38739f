// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/backoff.h"
#include "core/comfyui/evidencepass.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

namespace emberwatch::comfyui {

struct PollOptions
{
    std::chrono::milliseconds withoutStream{3'000};
    std::chrono::milliseconds withStream{20'000}; ///< while a stream is live polling only confirms
    std::chrono::milliseconds firstRetry{1'000};
    std::chrono::milliseconds lastRetry{30'000};
    /// Unreachable only after that many failures in a row: a server that loads a model answers nobody.
    int mostFailures = 3;
    PassOptions pass;
};

/// Asks one server about all watched jobs again and again, by one pass a time and not one a job. Jobs whose
/// end was read are no longer asked for.
class ServerPoll : public QObject
{
    Q_OBJECT
public:
    ServerPoll(ComfyClient client, PollOptions options = {}, QObject *parent = nullptr);

    /// Another for the same server; a pass under way ends as it will.
    void setClient(ComfyClient client) { m_client = std::move(client); }
    /// @param hasStream  a live stream tells of it: the slow rhythm is enough
    void watch(const JobQuestion &job, bool hasStream = false);
    void unwatch(const PromptId &id);
    [[nodiscard]] qsizetype watched() const { return m_jobs.size(); }
    [[nodiscard]] bool isReachable() const { return m_failures < m_options.mostFailures; }
    /// A stream says that something ended: look now, or right after the pass under way.
    void pollNow();

Q_SIGNALS:
    /// Of the watched jobs, after each pass that the server answered.
    void evidenceRead(const QList<emberwatch::comfyui::JobEvidence> &evidence);
    /// Its open jobs, ours or not.
    void queueRead(const emberwatch::comfyui::QueueSnapshot &queue);
    /// A job began or ended, or the queue's length changed, since the look before: a stream that said nothing
    /// is deaf.
    void moved(std::chrono::steady_clock::time_point previousLook);
    void reachableChanged(bool isReachable, const QString &why);

private:
    struct Watched
    {
        JobQuestion question;
        bool hasStream = false;
    };

    void poll();
    void onPass();
    void onAnswered(const QueueSnapshot &queue);
    void onFailed(const QString &why);
    void takeReadings(const QList<JobEvidence> &evidence);
    void compare(const QueueSnapshot &queue);
    void schedule(std::chrono::milliseconds delay);
    [[nodiscard]] std::chrono::milliseconds rhythm() const;

    ComfyClient m_client;
    PollOptions m_options;
    QHash<PromptId, Watched> m_jobs;
    EvidencePass *m_pass = nullptr;
    bool m_isWantedAgain = false;
    int m_failures = 0;
    Backoff m_backoff;
    std::optional<QueueSnapshot> m_before;
    std::chrono::steady_clock::time_point m_lookedBefore;
    std::chrono::steady_clock::time_point m_passBegan;
    QTimer m_timer;
};

} // namespace emberwatch::comfyui

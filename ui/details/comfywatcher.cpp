// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/comfywatcher.h"

#include <utility>

namespace emberwatch {

using comfyui::Presence;
using comfyui::ServerAddress;
using State = ComfySighting::State;

ComfyWatcher::ComfyWatcher(LastLook lastLook, QObject *parent)
    : QObject(parent)
    , m_lastLook(std::move(lastLook))
{
}

void ComfyWatcher::setJob(const PromptId &id, const QString &serverUrl)
{
    if (id == m_id && serverUrl == m_sighting.serverUrl)
        return;
    m_id = id;
    m_sighting = {};
    m_sighting.serverUrl = serverUrl;
    begin();
}

void ComfyWatcher::forget()
{
    m_id = {};
    m_sighting = {};
    m_server = {};
    m_isAsking = false;
}

void ComfyWatcher::setAllowed(const comfyui::ServerAllowList &allowed)
{
    const bool wasAllowed = m_allowed.contains(m_server);
    m_allowed = allowed;
    if (!m_id.value().isEmpty() && wasAllowed != m_allowed.contains(m_server))
        begin();
}

void ComfyWatcher::begin()
{
    m_isAsking = false;
    m_sighting.evidence.reset();
    const auto address = ServerAddress::fromText(m_sighting.serverUrl);
    m_server = address.value_or(ServerAddress());
    if (m_sighting.serverUrl.isEmpty())
        return say(State::NoServer);
    if (!address)
        return say(State::NoAddress);
    if (!m_allowed.contains(m_server))
        return say(State::NotAllowed);
    if (const auto look = m_lastLook(m_server))
        m_sighting.evidence = evidenceInQueue(m_id, *look);
    if (m_sighting.evidence)
        return say(State::Answered);
    ask();
}

void ComfyWatcher::askAgain()
{
    if (m_allowed.contains(m_server))
        ask();
}

void ComfyWatcher::ask()
{
    if (std::exchange(m_isAsking, true))
        return;
    say(State::Asking);
    Q_EMIT asked(m_id, m_sighting.serverUrl);
}

void ComfyWatcher::takeLook(const comfyui::ServerLook &look)
{
    const bool isNews = look.server == m_server && look.state == comfyui::ServerLook::State::Reachable
        && look.nextLook.has_value();
    if (!isNews || m_id.value().isEmpty())
        return;
    if (const auto evidence = evidenceInQueue(m_id, look)) {
        m_sighting.evidence = evidence;
        return say(State::Answered);
    }
    // It has left the queue, or nothing was known: the history knows how it ended.
    const bool isOver = m_sighting.evidence && m_sighting.evidence->presence != Presence::Running
        && m_sighting.evidence->presence != Presence::Pending
        && m_sighting.evidence->presence != Presence::Unknown;
    if (!isOver)
        ask();
}

void ComfyWatcher::takeEvidence(const comfyui::JobEvidence &evidence)
{
    if (evidence.promptId != m_id || !std::exchange(m_isAsking, false))
        return;
    m_sighting.evidence = evidence;
    say(State::Answered);
}

void ComfyWatcher::say(State state)
{
    m_sighting.state = state;
    Q_EMIT sightingChanged(m_sighting);
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/recordwatcher.h"

#include <utility>

namespace emberwatch {

using namespace std::chrono_literals;
using State = RecordSighting::State;

namespace {

/// Whoever walks through the table with the arrow keys asks nothing.
constexpr auto settleTime = 300ms;

State stateOf(const std::optional<RecordsAddress> &address)
{
    if (!address)
        return State::NotSaid;
    return address->kind == RecordsAddress::Kind::None ? State::NoDatabase : State::Asking;
}

} // namespace

RecordWatcher::RecordWatcher(const std::optional<RecordsAddress> &address, QObject *parent)
    : QObject(parent)
    , m_hasDatabase(stateOf(address) == State::Asking)
{
    m_sighting.state = stateOf(address);
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleTime);
    connect(&m_settle, &QTimer::timeout, this, &RecordWatcher::ask);
}

void RecordWatcher::setJob(const PromptId &id, std::optional<JobStatus> status)
{
    if (id == m_id && status == m_status)
        return;
    if (std::exchange(m_id, id) != id)
        m_sighting.answer.reset();
    m_status = status;
    if (m_hasDatabase) {
        m_sighting.state = State::Asking;
        m_settle.start();
    }
    Q_EMIT sightingChanged(m_sighting);
}

void RecordWatcher::forget()
{
    m_id = {};
    m_status.reset();
    m_sighting.answer.reset();
    m_settle.stop();
}

void RecordWatcher::askAgain()
{
    if (isAsking())
        ask();
}

void RecordWatcher::ask()
{
    if (std::exchange(m_isUnderWay, true))
        return; // then by takeAnswer()
    m_sighting.state = State::Asking;
    Q_EMIT sightingChanged(m_sighting);
    Q_EMIT asked(m_id);
}

void RecordWatcher::takeAnswer(const RecordAnswer &answer)
{
    m_isUnderWay = false;
    if (!isAsking() || m_settle.isActive())
        return;
    if (answer.promptId != m_id)
        return ask();
    m_sighting.state = State::Answered;
    m_sighting.answer = answer;
    Q_EMIT sightingChanged(m_sighting);
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/guardroom.h"

#include <QFileInfo>

namespace emberwatch {

using namespace std::chrono_literals;

namespace {

constexpr auto lookEvery = 5s;

} // namespace

GuardRoom::GuardRoom(const RecoverySetup &setup)
    : m_actor(setup.actor)
    , m_journal(setup.journalPath)
    , m_guard(setup.guarded, &m_journal, setup.clock)
{
    connect(&m_again, &QTimer::timeout, this, &GuardRoom::look);
    m_again.start(lookEvery);
}

GuardRoom::~GuardRoom() = default;

void GuardRoom::look()
{
    WriteState state;
    state.isGuarded = m_guard.environment().environmentClass == EnvironmentClass::Production;
    // Looking makes no journal where there is none: nobody has raised anything then.
    if (!state.isGuarded || !QFileInfo::exists(m_journal.path())) {
        Q_EMIT told(state);
        return;
    }
    QCoro::connect(m_guard.current(), this, [this, state](const Result<std::optional<WritePermit>> &permit) {
        WriteState known = state;
        if (permit)
            known.permit = *permit;
        else
            known.trouble = permit.error().message;
        Q_EMIT told(known);
    });
}

void GuardRoom::raise(std::chrono::milliseconds length, const QString &reason)
{
    QCoro::connect(m_guard.raise({length, reason, m_actor}), this, [this](const Result<WritePermit> &permit) {
        if (permit)
            look();
        else
            Q_EMIT refused(permit.error());
    });
}

void GuardRoom::lower()
{
    QCoro::connect(m_guard.lower(m_actor), this, [this](const Result<bool> &lowered) {
        if (lowered)
            look();
        else
            Q_EMIT refused(lowered.error());
    });
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/troubleteller.h"

namespace emberwatch {

using namespace std::chrono_literals;

TroubleTeller::TroubleTeller(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(1s);
    connect(&m_timer, &QTimer::timeout, this, &TroubleTeller::tell);
}

void TroubleTeller::take(const RunnerTrouble &trouble)
{
    m_now = trouble.text;
    if (!m_timer.isActive())
        m_timer.start();
}

void TroubleTeller::tell()
{
    if (m_now == m_told)
        return;
    m_told = m_now;
    Q_EMIT told(m_told);
}

} // namespace emberwatch

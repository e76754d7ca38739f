// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/readpacer.h"

namespace emberwatch {

ReadPacer::ReadPacer(QObject *parent)
    : QObject(parent)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_pause, &QTimer::timeout, this, &ReadPacer::askIfMay);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_asked.reset();
        askIfMay();
    });
}

void ReadPacer::want(const PromptId &id)
{
    m_wanted = id;
    askIfMay();
}

void ReadPacer::answered(const PromptId &id)
{
    if (m_asked != id)
        return;
    m_patience.stop();
    m_asked.reset();
    askIfMay();
}

void ReadPacer::forget()
{
    m_wanted.reset();
    m_asked.reset();
    m_patience.stop();
}

void ReadPacer::askIfMay()
{
    if (!m_wanted || m_pause.isActive() || (m_asked && *m_asked == *m_wanted))
        return;
    m_asked = m_wanted;
    m_wanted.reset();
    m_pause.start();
    m_patience.start();
    Q_EMIT readRequested(*m_asked);
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/deafnesswatch.h"

namespace emberwatch::comfyui {

DeafnessWatch::DeafnessWatch(std::chrono::milliseconds patience)
    : m_patience(patience)
{
}

void DeafnessWatch::reset(Moment now)
{
    m_lastMessage = now;
    m_deafSince.reset();
}

void DeafnessWatch::messageCame(Moment now)
{
    m_lastMessage = now;
    m_deafSince.reset();
}

void DeafnessWatch::serverMoved(Moment previousLook, Moment now)
{
    if (m_lastMessage < previousLook && !m_deafSince)
        m_deafSince = now + m_patience;
}

} // namespace emberwatch::comfyui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/stoprequest.h"

#include <utility>

namespace emberwatch {

void StopRequest::request()
{
    if (!std::exchange(m_isRequested, true))
        Q_EMIT requested();
}

} // namespace emberwatch

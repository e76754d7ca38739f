// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/pause.h"

#include "core/base/answer.h"

#include <QTimer>

namespace emberwatch {

QCoro::Task<void> pauseFor(std::chrono::milliseconds time)
{
    const auto answer = std::make_shared<Answer<bool>>();
    QTimer::singleShot(time, [answer] { answer->give(true); });
    Answer<bool>::Awaiter awaiter(answer);
    co_await awaiter;
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobstate.h"

#include <array>

namespace emberwatch {

namespace {
constexpr std::array<QByteArrayView, 4> statusWords{"queued", "processing", "completed", "failed"};
}

QByteArrayView wordOf(JobStatus status)
{
    return statusWords[static_cast<size_t>(status)];
}

std::optional<JobStatus> jobStatusFromWord(QByteArrayView word)
{
    for (size_t i = 0; i < statusWords.size(); ++i) {
        if (statusWords[i] == word)
            return static_cast<JobStatus>(i);
    }
    return std::nullopt;
}

} // namespace emberwatch

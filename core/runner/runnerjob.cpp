// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/runnerjob.h"

namespace emberwatch {

QByteArrayView wordOf(JobEnd::Outcome outcome)
{
    switch (outcome) {
    case JobEnd::Outcome::Completed:
        return "completed";
    case JobEnd::Outcome::Failed:
        return "failed";
    case JobEnd::Outcome::Interrupted:
        return "interrupted";
    case JobEnd::Outcome::Lost:
        return "lost";
    case JobEnd::Outcome::LeftAlone:
        return "left-alone";
    }
    return {};
}

} // namespace emberwatch

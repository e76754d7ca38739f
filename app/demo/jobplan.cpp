// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobplan.h"

#include <cmath>

namespace emberwatch::demo {
namespace {

double share(std::chrono::milliseconds part, std::chrono::milliseconds whole)
{
    return static_cast<double>(part.count()) / static_cast<double>(whole.count());
}

double afterWholeSteps(double done, int steps)
{
    return std::round(std::floor(done * steps) * 100 / steps);
}

} // namespace

Timestamp workBegins(const JobPlan &plan)
{
    return plan.submitted.startedAt + plan.waiting;
}

Timestamp workEnds(const JobPlan &plan)
{
    const double worked = plan.failsAt.value_or(100) / 100;
    const auto work = static_cast<qint64>(worked * static_cast<double>(plan.work.count()));
    return workBegins(plan) + std::chrono::milliseconds(work);
}

Timestamp lifeEnds(const JobPlan &plan)
{
    return workEnds(plan) + lingering;
}

Stage stageAt(const JobPlan &plan, Timestamp now)
{
    if (now < workBegins(plan))
        return {JobStatus::Queued, 0};
    if (now < workEnds(plan))
        return {JobStatus::Processing, afterWholeSteps(share(now - workBegins(plan), plan.work), plan.steps)};
    if (plan.failsAt)
        return {JobStatus::Failed, afterWholeSteps(*plan.failsAt / 100, plan.steps)};
    return {JobStatus::Completed, 100};
}

} // namespace emberwatch::demo

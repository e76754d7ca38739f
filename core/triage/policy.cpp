// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/policy.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

QString originText(const Limit &limit)
{
    return limit.origin == LimitOrigin::Default ? u"default"_s : limit.where;
}

const TypePolicy &Policy::of(const QString &type) const
{
    const auto found = types.constFind(type);
    return found == types.constEnd() ? standard : *found;
}

TypePolicy longTypePolicy()
{
    TypePolicy limits;
    limits.isLong = true;
    limits.stallLimit.value = std::chrono::minutes(30);
    limits.quietLimit.value = std::chrono::minutes(5);
    return limits;
}

Policy defaultPolicy()
{
    Policy policy;
    policy.types.insert(u"lora_training"_s, longTypePolicy());
    return policy;
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/scopewords.h"

#include <QCoreApplication>

namespace emberwatch {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Recovery)
};

} // namespace

ScopeWords wordsOf(PlanScope scope)
{
    switch (scope) {
    case PlanScope::Recover:
        return {Words::tr("Recover"), Words::tr("Recover the open jobs"),
            Words::tr("Finding the open jobs..."),
            Words::tr("Looking changes nothing: Redis, the database and the allowed servers are asked about "
                      "every open job."),
            Words::tr(
                "Each job is settled in Redis first, then in its record; what has changed since the plan "
                "is left as it is.")};
    case PlanScope::Clean:
        return {Words::tr("Clean orphans"), Words::tr("Clean what is out of date"),
            Words::tr("Finding the keys..."),
            Words::tr("Looking changes nothing: Redis, the database and the allowed servers are asked about "
                      "every key."),
            Words::tr(
                "What is deleted is written to the journal first; what has changed since the plan is left "
                "as it is.")};
    case PlanScope::Reconcile:
        break;
    }
    return {Words::tr("Reconcile"), Words::tr("Reconcile with the database"),
        Words::tr("Finding the keys and the records..."),
        Words::tr(
            "Looking changes nothing: Redis, the database and the allowed servers are asked about every "
            "key and every open record."),
        Words::tr(
            "Each job is settled in Redis first, then in its record; what has changed since the plan is "
            "left as it is.")};
}

} // namespace emberwatch

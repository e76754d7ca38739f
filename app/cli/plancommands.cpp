// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/plancommands.h"

#include "app/cli/filterargument.h"
#include "app/cli/planfile.h"
#include "app/cli/recovercommand.h"
#include "app/cli/recoverysetup.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

OptionList doingOptions()
{
    return OptionList{{u"dry-run"_s, u"Show the plan and change nothing."_s},
               {u"yes"_s, u"Carry the plan out without asking."_s},
               {u"report"_s, u"Write the report, by the extension .md, .json or .txt."_s, u"FILE"_s}}
    + reasonOption();
}

OptionList planOption()
{
    return {{u"plan"_s, u"Write the plan to FILE, for 'plan show' and 'apply'."_s, u"FILE"_s}};
}

OptionList sourceOptions()
{
    return lookOptions() + guardOptions() + serverOptions() + recordsOptions() + policyOptions();
}

QString askingHelp()
{
    return uR"(On a terminal it asks; elsewhere a plan of more than one change is printed and the
exit status is 1, unless --yes is given. Each change is made only if the job is still
as it was judged, is written into the journal first, and can be taken back (undo).
The exit status is 1 where a job was left alone, is unverifiable, or failed.
)"_s;
}

MadeCommand makeScope(const CommandLine &line, const Settings &settings, PlanScope scope)
{
    const Result<filter::Expression> filter = readFilter(line.arguments, filter::Vocabulary::Judged);
    if (!filter)
        return tl::make_unexpected(filter.error());
    Result<RecoverOptions> options = readRecoverOptions(line, scope, line.command);
    if (!options)
        return tl::make_unexpected(options.error());
    options->filter = *filter;
    return std::make_unique<RecoverCommand>(settings, *options);
}

} // namespace

CommandHelp cleanHelp()
{
    return {u"clean"_s, u"[FILTER]"_s, u"Delete states that nobody needs any more"_s,
        uR"(Finds the keys that are orphaned, out of date or ended, and deletes those for which
every condition of a safe deletion holds; the plan says for each other one which does
not. What has an open record is settled first, and deleted by a later call.

)"_s + askingHelp()
            + u'\n' + judgedFilterHelp(),
        doingOptions() + planOption() + sourceOptions(),
        uR"(  emberwatch clean --dry-run --allow-server http://gpu-1:8188 --records none
  emberwatch clean 'verdict:orphaned silence>1h' --yes --report cleaned.md
)"_s};
}

MadeCommand makeClean(const CommandLine &line, const Settings &settings)
{
    return makeScope(line, settings, PlanScope::Clean);
}

CommandHelp reconcileHelp()
{
    return {u"reconcile"_s, u"[FILTER]"_s, u"Bring Redis, the records and ComfyUI into agreement"_s,
        uR"(Compares all three sources over all keys, all open records and the queues of the
servers, and shows what would bring them into agreement: results that nobody has
collected are recorded, ended and lost jobs are settled, states that are out of date
are deleted, jobs that nobody will collect are cancelled on their server. Conflicts,
corrupt values and stalled jobs are left to a person, and said.

)"_s + askingHelp()
            + u'\n' + judgedFilterHelp(),
        doingOptions() + planOption()
            + OptionList{{u"no-track"_s, u"End with the report; nobody follows what was resumed."_s}}
            + sourceOptions(),
        uR"(  emberwatch reconcile --dry-run --plan monday.json
  emberwatch reconcile 'server:gpu-2' --yes --report incident.md
)"_s};
}

MadeCommand makeReconcile(const CommandLine &line, const Settings &settings)
{
    return makeScope(line, settings, PlanScope::Reconcile);
}

CommandHelp applyHelp()
{
    return {u"apply"_s, u"PLAN.json"_s, u"Carry out a plan from a file, and no more than that"_s,
        uR"(Judges the jobs again and carries out what is ticked in the plan and still as it was
judged: the same bytes in Redis, the same row, the same action. What has changed since
is left alone, and said. A plan of another environment, or of a Redis that has
restarted since, is refused.

)"_s + askingHelp(),
        doingOptions()
            + OptionList{{u"no-track"_s, u"End with the report; nobody follows what was resumed."_s}}
            + sourceOptions(),
        uR"(  emberwatch reconcile --dry-run --plan monday.json
  emberwatch plan diff monday.json
  emberwatch apply monday.json --yes
)"_s};
}

MadeCommand makeApply(const CommandLine &line, const Settings &settings)
{
    if (line.arguments.size() != 1)
        return failure(Error::Kind::Invalid, u"apply: exactly one file"_s);
    const Result<Plan> plan = readPlanFile(line.arguments.first());
    if (!plan)
        return tl::make_unexpected(plan.error());
    Result<RecoverOptions> options = readRecoverOptions(line, plan->scope, u"apply"_s);
    if (!options)
        return tl::make_unexpected(options.error());
    options->agreed = *plan;
    for (const PlannedAction &action : plan->actions)
        options->wish.only.insert(action.promptId);
    if (plan->actions.isEmpty())
        return failure(Error::Kind::Invalid, u"apply: the plan names no job"_s);
    return std::make_unique<RecoverCommand>(settings, *options);
}

} // namespace emberwatch::cli

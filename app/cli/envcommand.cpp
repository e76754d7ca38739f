// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/envcommand.h"

#include "app/cli/envlistcommand.h"
#include "app/cli/envraisecommand.h"
#include "app/cli/envshowcommand.h"
#include "app/cli/sharedoptions.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

CommandHelp EnvCommand::help()
{
    return {u"env"_s, u"list|show|raise|lower"_s, u"Show the environments, and allow writing in production"_s,
        uR"(env list            the environments of the file, and which may be written to
env show [NAME]     every setting that holds, and where it was set: by an option, a
                    variable, a line of the file, or nowhere; and who is acting now
env raise NAME      allow writing in production for a while: --for, --reason
env lower NAME      end that at once

The file is $XDG_CONFIG_HOME/emberwatch/environments.conf (~/.config). It is read,
never written, and holds no password. Every command takes --env NAME.

Production is read-only until it is raised, for at most 8 h and with a reason, which
goes into the journal. A raise holds for every program that shares the journal, and
ends when the machine restarts. The agent does not take part in it: it writes where
its configuration says so (agent.write).
)"_s,
        OptionList{{u"for"_s, u"raise: how long, at most 8h."_s, u"DURATION"_s},
            {u"reason"_s, u"raise: why; it goes into the journal."_s, u"TEXT"_s},
            {u"class"_s, u"Class of an environment that the file does not name."_s, u"CLASS"_s}}
            + redisOptions() + serverOptions() + recordsOptions() + policyOptions() + alertOptions(),
        uR"(  emberwatch env show prod
  emberwatch env raise prod --for 30m --reason "OPS-1234: orphans of the night"
  emberwatch env lower prod
)"_s,
        false};
}

MadeCommand EnvCommand::make(const CommandLine &line, const Settings &settings)
{
    const QString task = line.arguments.value(0);
    const qsizetype count = line.arguments.size();
    if (task == "list"_L1 && count == 1)
        return EnvListCommand::make(line, settings);
    if (task == "show"_L1 && count <= 2)
        return EnvShowCommand::make(line, settings);
    if ((task == "raise"_L1 || task == "lower"_L1) && count == 2)
        return EnvRaiseCommand::make(line, settings);
    return failure(Error::Kind::Invalid,
        u"env: one of 'env list', 'env show [NAME]', 'env raise NAME --for DURATION --reason TEXT', 'env lower NAME'"_s);
}

} // namespace emberwatch::cli

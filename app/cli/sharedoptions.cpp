// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sharedoptions.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

const OptionList &globalOptions()
{
    static const OptionList options{
        {u"env"_s, u"Environment of the environments file. Default: EMBERWATCH_ENV."_s, u"NAME"_s},
        {u"json"_s, u"Print JSON, one object a line."_s},
        {u"color"_s, u"auto, always or never (auto)."_s, u"WHEN"_s},
        {{u"h"_s, u"help"_s}, u"Show this help."_s},
        {u"version"_s, u"Show the version."_s},
    };
    return options;
}

const OptionList &redisOptions()
{
    static const OptionList options{
        {u"redis"_s,
            u"Server: redis://[user[:password]@]host[:port][/db], rediss:// for TLS,\nunix:///path?db=n. \"user:@\" asks for the password."_s,
            u"URL"_s},
        {u"redis-file"_s, u"Read the URL from the first line of FILE."_s, u"FILE"_s},
        {u"prefix"_s, u"What the keys of jobs begin with (comfyui:job:)."_s, u"PREFIX"_s},
        {u"cacert"_s, u"PEM file with the authorities to trust (rediss://, https://)."_s, u"FILE"_s},
    };
    return options;
}

const OptionList &serverOptions()
{
    static const OptionList options{
        {u"allow-server"_s,
            u"ComfyUI server that may be contacted (http://gpu-2:8188), or a network\nthat names may resolve into (10.4.0.0/16). May be given many times."_s,
            u"URL"_s},
    };
    return options;
}

const OptionList &recordsOptions()
{
    static const OptionList options{
        {u"records"_s,
            u"Database of the job records: postgresql://[user[:password]@]host/database,\nsqlite:///path, or none: there is none."_s,
            u"URL"_s},
    };
    return options;
}

const OptionList &policyOptions()
{
    static const OptionList options{
        {u"policy"_s, u"File with the limits that jobs are judged by (docs/policy.md)."_s, u"FILE"_s},
    };
    return options;
}

const OptionList &alertOptions()
{
    static const OptionList options{
        {u"webhook"_s, u"http or https address that alerts are posted to, as JSON."_s, u"URL"_s},
    };
    return options;
}

const OptionList &eventsOptions()
{
    static const OptionList options{
        {u"events-file"_s, u"Append analytics events to FILE, as JSON lines, and send none."_s, u"FILE"_s},
    };
    return options;
}

const OptionList &guardOptions()
{
    static const OptionList options{
        {u"confirm"_s, u"The environment's name: needed for more than 50 changes in production."_s,
            u"NAME"_s},
        {u"max-changes"_s, u"Change nothing where there are more than N changes."_s, u"N"_s},
    };
    return options;
}

const OptionList &reasonOption()
{
    static const OptionList options{
        {u"reason"_s, u"Why it is done, such as a ticket; it goes into the journal."_s, u"TEXT"_s},
    };
    return options;
}

OptionList sharedOptions()
{
    return redisOptions() + serverOptions() + recordsOptions() + policyOptions() + alertOptions()
        + eventsOptions() + guardOptions();
}

} // namespace emberwatch::cli

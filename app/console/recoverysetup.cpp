// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/recoverysetup.h"

#include "core/base/operatorname.h"
#include "core/config/policyfile.h"
#include "core/operations/journalpath.h"

#include <QSysInfo>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Actor thisOperator()
{
    Actor actor;
    actor.operatorName = operatorName();
    actor.host = QSysInfo::machineHostName();
    actor.program = u"emberwatch-console " EMBERWATCH_VERSION ""_s;
    return actor;
}

Result<std::optional<RecordsAddress>> recordsOf(const ConsoleOptions &options)
{
    const bool isOption = !options.records.isEmpty();
    const QString text = isOption ? options.records : qEnvironmentVariable("DATABASE_URL");
    if (text.isEmpty())
        return std::nullopt;
    Result<RecordsAddress> address = parseRecordsAddress(text);
    if (!address)
        return failure(address.error().kind,
            (isOption ? u"--records: "_s : u"DATABASE_URL: "_s) + address.error().message);
    return std::optional(*std::move(address));
}

} // namespace

Result<RecoverySetup> recoverySetupOf(const ConsoleOptions &options)
{
    RecoverySetup setup;
    setup.actor = thisOperator();
    setup.journalPath = defaultJournalPath();
    const Result<std::optional<RecordsAddress>> records = recordsOf(options);
    if (!records)
        return tl::make_unexpected(records.error());
    setup.records = *records;
    const Result<Policy> policy
        = options.policyFile.isEmpty() ? Result<Policy>(defaultPolicy()) : readPolicyFile(options.policyFile);
    if (!policy)
        return tl::make_unexpected(policy.error());
    setup.policy = *policy;
    return setup;
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/recoverysetup.h"

#include "app/console/consoleenvironment.h"
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
    const Said records = saidRecords(options);
    if (!records.isSaid())
        return std::nullopt;
    const Result<QString> text = addressOf(options, u"records"_s, records);
    if (!text)
        return tl::make_unexpected(text.error());
    Result<RecordsAddress> address = parseRecordsAddress(*text);
    if (!address)
        return failure(address.error().kind, records.where + u": "_s + address.error().message);
    const std::optional<PlacedText> caFile
        = options.environment ? options.environment->fileSetting(u"records-cacert"_s) : std::nullopt;
    if (caFile && address->caFile.isEmpty())
        address->caFile = caFile->text;
    return std::optional(*std::move(address));
}

Result<Policy> policyOf(const ConsoleOptions &options)
{
    if (!options.policyFile.isEmpty() || !options.environment)
        return options.policyFile.isEmpty() ? Result<Policy>(defaultPolicy())
                                            : readPolicyFile(options.policyFile);
    if (options.environment->policy)
        return *options.environment->policy;
    const std::optional<PlacedText> file = options.environment->fileSetting(u"policy"_s);
    return file ? readPolicyFile(file->text) : Result<Policy>(defaultPolicy());
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
    const Result<Policy> policy = policyOf(options);
    if (!policy)
        return tl::make_unexpected(policy.error());
    setup.policy = options.environment ? withCompletionOf(*policy, *options.environment) : *policy;
    auto insert = RecordsPolicy::Insert::Own;
    if (options.environment) {
        setup.mapping = options.environment->mapping;
        insert = options.environment->recordsInsert();
    }
    setup.recordsOptions.policy = recordsPolicyOf(setup.policy, insert);
    return setup;
}

} // namespace emberwatch

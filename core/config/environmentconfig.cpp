// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/environmentconfig.h"

#include <QDir>

namespace emberwatch {

using namespace Qt::StringLiterals;

std::optional<PlacedText> EnvironmentConfig::setting(const QString &key) const
{
    const auto found = settings.constFind(key);
    return found == settings.constEnd() ? std::nullopt : std::optional(*found);
}

std::optional<PlacedText> EnvironmentConfig::fileSetting(const QString &key) const
{
    std::optional<PlacedText> file = setting(key);
    if (!file)
        return file;
    const bool isInHome = file->text.startsWith("~/"_L1);
    file->text = isInHome ? QDir::homePath() + file->text.mid(1)
                          : QDir(folder.isEmpty() ? u"."_s : folder).absoluteFilePath(file->text);
    return file;
}

RecordsPolicy::Insert EnvironmentConfig::recordsInsert() const
{
    const std::optional<PlacedText> insert = setting(u"records.insert"_s);
    return insert && insert->text == "never"_L1 ? RecordsPolicy::Insert::Never : RecordsPolicy::Insert::Own;
}

std::optional<QString> EnvironmentConfig::agentWriteReason() const
{
    const std::optional<PlacedText> write = setting(u"agent.write"_s);
    const std::optional<PlacedText> reason = setting(u"agent.write-reason"_s);
    const bool mayWrite = write && write->text == "yes"_L1 && reason;
    return mayWrite ? std::optional(reason->text.simplified()) : std::nullopt;
}

Policy withCompletionOf(Policy policy, const EnvironmentConfig &environment)
{
    const std::optional<PlacedText> completion = environment.setting(u"records.completion"_s);
    if (!completion || !policy.completionFrom.isEmpty())
        return policy;
    policy.completion = completion->text == "report"_L1 ? CompletionPolicy::Report : CompletionPolicy::Write;
    policy.completionFrom = completion->place;
    return policy;
}

RecordsPolicy recordsPolicyOf(const Policy &policy, RecordsPolicy::Insert insert)
{
    const bool isReport = policy.completion == CompletionPolicy::Report;
    return {isReport ? RecordsPolicy::Completion::Report : RecordsPolicy::Completion::Write, insert};
}

} // namespace emberwatch

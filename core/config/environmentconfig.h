// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/environmentclass.h"
#include "core/records/recordchange.h"
#include "core/records/schemamapping.h"
#include "core/triage/policy.h"

#include <QMap>
#include <QString>

#include <optional>

namespace emberwatch {

/// A setting's value and where it was set.
struct PlacedText
{
    QString text;
    QString place; ///< "environments.conf, line 4"
    bool operator==(const PlacedText &) const = default;
};

/// One environment of the environments file. Everything in it has been checked as far as that is possible
/// without contacting anybody or opening other files.
struct EnvironmentConfig
{
    QString name;
    QString folder; ///< of the file: what relative paths begin at; empty: unknown
    EnvironmentClass environmentClass = EnvironmentClass::Development;
    /// What is set in [environment NAME], by key: "redis", "records.completion", ...
    QMap<QString, PlacedText> settings;
    SchemaMapping mapping;
    QMap<QString, PlacedText> mappingSettings; ///< as they stand in [environment NAME records]
    /// Of the sections policy, default and type; nullopt: there are none.
    std::optional<Policy> policy;
    QMap<QString, PlacedText> policySettings; ///< by "policy.retention", "default.grace", "type NAME.long"

    /// nullopt: it is not set.
    [[nodiscard]] std::optional<PlacedText> setting(const QString &key) const;
    /// A setting that names a file, as an absolute path; "~/" is the home folder.
    [[nodiscard]] std::optional<PlacedText> fileSetting(const QString &key) const;

    [[nodiscard]] RecordsPolicy::Insert recordsInsert() const;
    /// Why the agent may write in production (agent.write = yes and agent.write-reason); nullopt: it may not.
    [[nodiscard]] std::optional<QString> agentWriteReason() const;
};

/// The policy with what the environment says of it beside: records.completion holds where the policy does not
/// say itself.
[[nodiscard]] Policy withCompletionOf(Policy policy, const EnvironmentConfig &environment);

/// What the records are written by: completion is one setting, for the plan and for them.
[[nodiscard]] RecordsPolicy recordsPolicyOf(const Policy &policy, RecordsPolicy::Insert insert);

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "core/base/environmentclass.h"
#include "core/base/result.h"
#include "core/config/said.h"

#include <QStringList>
#include <QStringView>

namespace emberwatch::cli {

/// One setting by its names; empty, or nullptr: it has none there.
struct SettingName
{
    QStringView option; ///< "records"
    const char *variable = nullptr;
    QStringView key; ///< in the environments file
    QStringView fileKey = {}; ///< there, a file whose first line holds the value
};

inline constexpr SettingName redisSetting{u"redis", "REDIS_URL", u"redis", u"redis-file"};
inline constexpr SettingName caFileSetting{u"cacert", nullptr, u"cacert"};
inline constexpr SettingName prefixSetting{u"prefix", nullptr, u"prefix"};
inline constexpr SettingName serversSetting{u"allow-server", "COMFYUI_SERVERS", u"servers"};
inline constexpr SettingName recordsSetting{u"records", "DATABASE_URL", u"records", u"records-file"};
inline constexpr SettingName recordsCaSetting{{}, nullptr, u"records-cacert"};
inline constexpr SettingName insertSetting{{}, nullptr, u"records.insert"};
inline constexpr SettingName policySetting{u"policy", nullptr, u"policy"};
inline constexpr SettingName webhookSetting{u"webhook", "EMBERWATCH_WEBHOOK", {}, u"webhook-file"};
inline constexpr SettingName classSetting{u"class", "EMBERWATCH_CLASS", u"class"};
inline constexpr SettingName agentWriteSetting{u"write", "EMBERWATCH_AGENT_WRITE", u"agent.write-reason"};

/// The option before the variable before the environments file. Of a key that names a file (cacert, policy,
/// ...-file) the value is its absolute path; of fileKey it is the path, too: see addressOf().
[[nodiscard]] Said said(const CommandLine &line, const SettingName &name, const QString &otherwise = {});

/// The value, or the first line of the file that the environments file names for it. Errors: Invalid.
[[nodiscard]] Result<QString> addressOf(const CommandLine &line, const SettingName &name, const Said &said);

/// --class, EMBERWATCH_CLASS, the environments file, development. What the file says cannot be made less
/// serious. Errors: Invalid.
[[nodiscard]] Result<EnvironmentClass> readClass(const CommandLine &line);

/// --env, else EMBERWATCH_ENV: what the environments file says of it goes into the command line. Errors:
/// Invalid, naming option or variable, and the line of the file.
[[nodiscard]] Result<void> chooseEnvironment(CommandLine &line);
/// The same for a name that was given elsewhere.
/// @param where  for messages: "env show"
[[nodiscard]] Result<void> useEnvironment(CommandLine &line, const QString &name, const QString &where);

/// A sentence for each variable that takes the place of what the environments file says: variables are easily
/// forgotten.
[[nodiscard]] QStringList overridingVariables(const CommandLine &line);

} // namespace emberwatch::cli

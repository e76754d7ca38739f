// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/environmentsetting.h"

#include "core/base/environmentclass.h"
#include "core/comfyui/serverallowlist.h"
#include "core/config/configlines.h"
#include "core/records/recordsaddress.h"
#include "core/redis/connectionoptions.h"

#include <QRegularExpression>

#include <array>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

using Check = Result<void> (*)(const QString &value);

tl::unexpected<Error> wrong(const QString &reason)
{
    return failure(Error::Kind::Invalid, reason);
}

Result<void> checkClass(const QString &value)
{
    if (!environmentClassFromWord(value))
        return wrong(u"class is development, staging or production, not %1"_s.arg(quotedForMessage(value)));
    return {};
}

Result<void> checkRedis(const QString &value)
{
    const Result<redis::ConnectionOptions> address = redis::parseRedisUrl(value);
    if (!address)
        return tl::make_unexpected(address.error());
    if (address->password)
        return wrong(u"a password does not belong into this file; write redis://user:@host and give it by "
                     "REDISCLI_AUTH, or name a file with the whole address as redis-file"_s);
    return {};
}

Result<void> checkRecords(const QString &value)
{
    const Result<RecordsAddress> address = parseRecordsAddress(value);
    if (!address)
        return tl::make_unexpected(address.error());
    if (!address->password.isEmpty())
        return wrong(u"a password does not belong into this file; leave it to ~/.pgpass or DATABASE_URL, or "
                     "name a file with the whole address as records-file"_s);
    return {};
}

Result<void> checkServers(const QString &value)
{
    if (value.contains(u'@'))
        return wrong(u"the address of a server has no user name and no password"_s);
    return comfyui::ServerAllowList::fromTexts(serversIn(value)).map([](const auto &) {});
}

Result<void> checkText(const QString &value)
{
    if (value.trimmed().isEmpty())
        return wrong(u"a value is missing"_s);
    return {};
}

Result<void> checkCompletion(const QString &value)
{
    if (value != "write"_L1 && value != "report"_L1)
        return wrong(u"records.completion is write or report, not %1"_s.arg(quotedForMessage(value)));
    return {};
}

Result<void> checkInsert(const QString &value)
{
    if (value != "own"_L1 && value != "never"_L1)
        return wrong(u"records.insert is own or never, not %1"_s.arg(quotedForMessage(value)));
    return {};
}

Result<void> checkAgentWrite(const QString &value)
{
    if (value != "yes"_L1 && value != "no"_L1)
        return wrong(u"agent.write is yes or no, not %1"_s.arg(quotedForMessage(value)));
    return {};
}

struct Setting
{
    QStringView key;
    Check check;
};

constexpr std::array settings{
    Setting{u"class", checkClass},
    Setting{u"redis", checkRedis},
    Setting{u"redis-file", checkText},
    Setting{u"cacert", checkText},
    Setting{u"prefix", checkText},
    Setting{u"servers", checkServers},
    Setting{u"records", checkRecords},
    Setting{u"records-file", checkText},
    Setting{u"records-cacert", checkText},
    Setting{u"records.completion", checkCompletion},
    Setting{u"records.insert", checkInsert},
    Setting{u"policy", checkText},
    Setting{u"webhook-file", checkText},
    Setting{u"agent.write", checkAgentWrite},
    Setting{u"agent.write-reason", checkText},
};

bool soundsSecret(const QString &key)
{
    static constexpr std::array words{
        "password"_L1, "secret"_L1, "token"_L1, "webhook"_L1, "auth"_L1, "api"_L1};
    return std::any_of(words.begin(), words.end(),
        [&key](QLatin1StringView word) { return key.contains(word, Qt::CaseInsensitive); });
}

} // namespace

const QStringList &environmentSettingKeys()
{
    static const QStringList keys = [] {
        QStringList all;
        for (const Setting &setting : settings)
            all.append(setting.key.toString());
        return all;
    }();
    return keys;
}

Result<void> checkEnvironmentSetting(const QString &key, const QString &value)
{
    for (const Setting &setting : settings) {
        if (key == setting.key)
            return setting.check(value);
    }
    if (soundsSecret(key))
        return wrong(
            u"there is no setting %1: no secret belongs into this file; redis-file, records-file and "
            "webhook-file name files that hold one"_s.arg(quotedForMessage(key)));
    return wrong(u"unknown setting %1; an environment has %2"_s.arg(
        quotedForMessage(key), environmentSettingKeys().join(u", "_s)));
}

QStringList serversIn(const QString &value)
{
    static const QRegularExpression separators(u"[,\\s]+"_s);
    return value.split(separators, Qt::SkipEmptyParts);
}

} // namespace emberwatch

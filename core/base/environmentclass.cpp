// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/environmentclass.h"

#include <QString>

namespace emberwatch {

QByteArrayView wordOf(EnvironmentClass environmentClass)
{
    switch (environmentClass) {
    case EnvironmentClass::Development:
        return "development";
    case EnvironmentClass::Staging:
        return "staging";
    case EnvironmentClass::Production:
        return "production";
    }
    return {};
}

std::optional<EnvironmentClass> environmentClassFromWord(QStringView word)
{
    for (const auto known :
        {EnvironmentClass::Development, EnvironmentClass::Staging, EnvironmentClass::Production}) {
        if (word == QLatin1StringView(wordOf(known)))
            return known;
    }
    return std::nullopt;
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environment.h"

#include <QCoreApplication>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Environment)
};

} // namespace

QString classTitle(EnvironmentClass environmentClass)
{
    switch (environmentClass) {
    case EnvironmentClass::Production:
        return Words::tr("PRODUCTION");
    case EnvironmentClass::Staging:
        return Words::tr("STAGING");
    case EnvironmentClass::Development:
        break;
    }
    return Words::tr("DEVELOPMENT");
}

std::optional<EnvironmentClass> environmentClassFromWord(const QString &word)
{
    if (word == "production"_L1)
        return EnvironmentClass::Production;
    if (word == "staging"_L1)
        return EnvironmentClass::Staging;
    if (word == "development"_L1)
        return EnvironmentClass::Development;
    return std::nullopt;
}

} // namespace emberwatch

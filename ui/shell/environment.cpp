// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environment.h"

#include <QCoreApplication>

namespace emberwatch {

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

} // namespace emberwatch

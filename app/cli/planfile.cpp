// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/planfile.h"

#include "core/triage/planjson.h"

#include <QFile>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

Result<Plan> readPlanFile(const QString &fileName)
{
    constexpr qint64 largest = 1LL << 30;
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::Invalid, fileName + u": "_s + file.errorString());
    if (file.size() > largest)
        return failure(Error::Kind::Invalid, fileName + u": larger than 1 GiB"_s);
    const Result<Plan> plan = planFromJson(file.readAll());
    if (!plan)
        return failure(Error::Kind::Invalid, fileName + u": "_s + plan.error().message);
    return plan;
}

} // namespace emberwatch::cli

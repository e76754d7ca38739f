// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triagecolumns.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Triage)
};

} // namespace

QString titleOf(TriageColumn column)
{
    switch (column) {
    case TriageColumn::Job:
        return Words::tr("Prompt ID");
    case TriageColumn::User:
        return Words::tr("User");
    case TriageColumn::Redis:
        return Words::tr("Redis");
    case TriageColumn::Database:
        return Words::tr("Database");
    case TriageColumn::ComfyUi:
        return Words::tr("ComfyUI");
    case TriageColumn::Silence:
        return Words::tr("Silence");
    case TriageColumn::Why:
        return Words::tr("Why");
    }
    return {};
}

std::vector<FittedColumn> triageColumnsFor(const Theme &theme)
{
    const QFontMetrics body(theme.fonts.body);
    const int margins = 2 * theme.measures.within + theme.measures.grid;
    const int sign = theme.measures.icon + theme.measures.grid;
    const auto fixed = [](int width) { return FittedColumn{width, width, width}; };
    const auto text
        = [&body, margins](const QString &sample) { return body.horizontalAdvance(sample) + margins; };
    const int job = QFontMetrics(theme.fonts.mono).horizontalAdvance(u"d2b1ac84…6b2c9d41"_s) + margins;
    const int user = text(u"usr_00000"_s);
    const int redis = text(u"processing 100 %"_s) + sign;
    const int database = text(u"processing"_s) + sign;
    const int comfy = text(u"ended with an error · gpu-0"_s) + sign;
    const int silence = text(u"00 m 00 s"_s) + sign;
    const int why = body.averageCharWidth() * 44;
    return {fixed(job), fixed(user), fixed(redis), fixed(database), {comfy, comfy / 2, comfy}, fixed(silence),
        {why, why / 3, 8 * why}};
}

} // namespace emberwatch

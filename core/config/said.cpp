// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/said.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

QByteArrayView wordOf(SettingSource source)
{
    switch (source) {
    case SettingSource::Option:
        return "option";
    case SettingSource::Variable:
        return "variable";
    case SettingSource::File:
        return "file";
    case SettingSource::Default:
        return "default";
    }
    return {};
}

Said firstSaid(const SettingSources &sources, const QString &otherwise)
{
    if (sources.option)
        return {*sources.option, SettingSource::Option, sources.optionName};
    const QString variable = sources.variable == nullptr ? QString() : qEnvironmentVariable(sources.variable);
    if (!variable.isEmpty())
        return {variable, SettingSource::Variable, QString::fromLatin1(sources.variable)};
    if (sources.file)
        return {sources.file->text, SettingSource::File, sources.file->place};
    return {otherwise, SettingSource::Default, u"default"_s};
}

} // namespace emberwatch

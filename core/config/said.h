// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/environmentconfig.h"

#include <QString>

#include <optional>

namespace emberwatch {

/// Where a value comes from. An earlier one in this order beats a later one.
enum class SettingSource : quint8
{
    Option,
    Variable,
    File, ///< the environments file
    Default
};
/// "option", "variable", "file", "default": stable.
[[nodiscard]] QByteArrayView wordOf(SettingSource source);

/// What was said of one setting, and where.
struct Said
{
    QString value; ///< Default: what holds otherwise; empty: nothing
    SettingSource source = SettingSource::Default;
    QString where = QStringLiteral("default"); ///< "--records", "DATABASE_URL", "environments.conf, line 4"
    [[nodiscard]] bool isSaid() const { return source != SettingSource::Default; }
    bool operator==(const Said &) const = default;
};

/// What may have been said of one setting.
struct SettingSources
{
    std::optional<QString> option; ///< nullopt: it was not given
    QString optionName; ///< "--records"
    const char *variable = nullptr; ///< nullptr: it has none; one that is empty says nothing
    std::optional<PlacedText> file;
};

[[nodiscard]] Said firstSaid(const SettingSources &sources, const QString &otherwise = {});

} // namespace emberwatch

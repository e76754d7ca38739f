// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QStringView>

#include <optional>

namespace emberwatch {

/// How serious it is to change something in an environment: its chip and band in the console, and what the
/// guard rails ask for.
enum class EnvironmentClass : quint8
{
    Development,
    Staging,
    Production
};

/// "development", "staging", "production": stable, used in options, files and JSON.
[[nodiscard]] QByteArrayView wordOf(EnvironmentClass environmentClass);
[[nodiscard]] std::optional<EnvironmentClass> environmentClassFromWord(QStringView word);

} // namespace emberwatch

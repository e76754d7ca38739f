// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QtGlobal>

#include <optional>

namespace emberwatch {

/// Which of the three walks (verdicts.md 6).
enum class PlanScope : quint8
{
    Recover,
    Clean,
    Reconcile
};
/// "recover", "clean", "reconcile": stable.
[[nodiscard]] constexpr QByteArrayView wordOf(PlanScope scope)
{
    switch (scope) {
    case PlanScope::Recover:
        return "recover";
    case PlanScope::Clean:
        return "clean";
    case PlanScope::Reconcile:
        return "reconcile";
    }
    return {};
}
[[nodiscard]] constexpr std::optional<PlanScope> planScopeFromWord(QByteArrayView word)
{
    for (const PlanScope scope : {PlanScope::Recover, PlanScope::Clean, PlanScope::Reconcile}) {
        if (wordOf(scope) == word)
            return scope;
    }
    return std::nullopt;
}

} // namespace emberwatch

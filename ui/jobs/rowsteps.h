// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <optional>

class QKeyEvent;

namespace emberwatch {

/// Which row the keys lead to: arrows, J and K, pages, Home and End.
struct RowSteps
{
    enum class Step : quint8
    {
        Stay,
        Up,
        Down,
        PageUp,
        PageDown,
        Home,
        End
    };

    int rows = 0; ///< above zero
    std::optional<int> current; ///< row; nullopt: none, or it is hidden
    int firstVisible = 0;
    int rowsPerPage = 1;

    [[nodiscard]] int target(Step step) const;
    /// nullopt: the key leads nowhere
    [[nodiscard]] static std::optional<Step> stepOf(const QKeyEvent &event);
};

} // namespace emberwatch

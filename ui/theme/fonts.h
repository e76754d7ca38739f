// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace emberwatch {

/// Three sizes (small, body, heading) and one monospace face, all derived from the interface's font. Figures
/// are tabular, so that a number keeps its width when its digits change.
struct Fonts
{
    QFont body;
    QFont strong; ///< body, semibold
    QFont heading; ///< semibold, one point larger
    QFont small; ///< one point smaller: status bar, ages, hints
    QFont smallStrong;
    QFont mono; ///< ids, JSON, filters, URLs; as large as it looks beside body

    /// @param body  the font of the interface, at any size
    [[nodiscard]] static Fonts from(const QFont &body);
    /// The application's font; where no desktop names one (its family is then the alias "Sans Serif"), a face
    /// that is installed, at 10 points.
    [[nodiscard]] static QFont systemInterface();

    bool operator==(const Fonts &) const = default;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/workplan.h"

namespace emberwatch::comfysim {

/// What progress_state tells: every node visited so far, with its value.
class ProgressBoard
{
public:
    void start(const PlannedNode &node);
    void step(const PlannedNode &node, int value, int max);
    void finish(const PlannedNode &node);

    /// The data of progress_state.
    [[nodiscard]] QByteArray text(const QByteArray &promptId) const;

private:
    struct Line
    {
        PlannedNode node;
        QByteArray value = "0.0";
        QByteArray max = "1.0";
        bool isFinished = false;
    };

    Line &lineOf(const PlannedNode &node);

    QList<Line> m_lines; ///< in the order of their first visit
};

} // namespace emberwatch::comfysim

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/rowsteps.h"

#include <QKeyEvent>

#include <algorithm>

namespace emberwatch {

int RowSteps::target(Step step) const
{
    const int last = rows - 1;
    // From nowhere the first step goes to what is on screen.
    const int from = current.value_or(firstVisible);
    const int one = current ? 1 : 0;
    switch (step) {
    case Step::Up:
        return std::max(0, from - one);
    case Step::Down:
        return std::min(last, from + one);
    case Step::PageUp:
        return std::max(0, from - rowsPerPage);
    case Step::PageDown:
        return std::min(last, from + rowsPerPage);
    case Step::Home:
        return 0;
    case Step::End:
        return last;
    case Step::Stay:
        break;
    }
    return std::min(last, from);
}

std::optional<RowSteps::Step> RowSteps::stepOf(const QKeyEvent &event)
{
    const bool isPlain = (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == 0;
    switch (event.key()) {
    case Qt::Key_Up:
        return Step::Up;
    case Qt::Key_Down:
        return Step::Down;
    case Qt::Key_K:
        return isPlain ? std::optional(Step::Up) : std::nullopt;
    case Qt::Key_J:
        return isPlain ? std::optional(Step::Down) : std::nullopt;
    case Qt::Key_PageUp:
        return Step::PageUp;
    case Qt::Key_PageDown:
        return Step::PageDown;
    case Qt::Key_Home:
        return Step::Home;
    case Qt::Key_End:
        return Step::End;
    default:
        return std::nullopt;
    }
}

} // namespace emberwatch

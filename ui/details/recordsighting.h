// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/recordroom.h"

#include <optional>

namespace emberwatch {

/// What the database says of the job that is looked at, or why it says nothing.
struct RecordSighting
{
    enum class State : quint8
    {
        NotSaid, ///< nobody has said where the records are
        NoDatabase, ///< it was said that there are none
        Asking,
        Answered, ///< also where the answer is that there was none
    };
    State state = State::NotSaid;
    std::optional<RecordAnswer> answer; ///< the last, while asked again too
    bool operator==(const RecordSighting &) const = default;
};

} // namespace emberwatch

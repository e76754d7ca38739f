// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

namespace emberwatch {

struct JournalOptions
{
    /// How long to wait for another process that is writing.
    std::chrono::milliseconds busyTimeout{5000};
    /// At most so many pages of 4 KiB; for tests of a full disk.
    std::optional<int> mostPages;
};

} // namespace emberwatch

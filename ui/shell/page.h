// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace emberwatch {

/// The pages of the window, in the order of their tabs.
enum class Page : quint8
{
    Jobs,
    Triage,
    Servers,
    Journal,
};
constexpr size_t pageCount = static_cast<size_t>(Page::Journal) + 1;

} // namespace emberwatch

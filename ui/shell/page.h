// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace emberwatch {

/// The pages of the window, as its tabs name them.
enum class Page : quint8
{
    Jobs,
    Servers
};

} // namespace emberwatch

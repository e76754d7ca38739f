// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/documentwalk.h"

#include <QByteArray>
#include <QByteArrayView>

namespace emberwatch {

/// The document with another value for a member: in place of the last one of that name, else as a new member
/// before the closing brace. All other bytes stay as they were.
///
/// @param object  a document that DocumentWalk called an object; any other is returned unchanged
/// @param value   as it is to stand there, a string with its quotes
[[nodiscard]] QByteArray withMember(
    QByteArrayView object, Member member, QByteArrayView value, DocumentLimits limits = {});

} // namespace emberwatch

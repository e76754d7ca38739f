// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"

#include <QByteArray>
#include <QUuid>

namespace emberwatch {

/// Names one effect on one job, the same from every console that decides the same on the same bytes: the key
/// of its audit row, so that the effect happens once. Made by operationIdOf() (core/operations).
using OperationId = StrongId<struct OperationIdTag, QByteArray>;
/// The actions that were confirmed together.
using BatchId = StrongId<struct BatchIdTag, QByteArray>;

/// For what has no judged bytes to be derived from: the undo of an action, an own submission.
[[nodiscard]] inline OperationId randomOperationId()
{
    return OperationId(QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
}

[[nodiscard]] inline BatchId randomBatchId()
{
    return BatchId(QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/records/recordchange.h"
#include "core/records/recordlink.h"

#include <QFuture>
#include <QList>

#include <functional>

namespace emberwatch {

/// Carries out updates on a connection of its own, in a thread of its own.
using OtherWriter = std::function<QFuture<Result<QList<RecordOutcome>>>(QList<RecordUpdate>)>;

/// RecordWriter::update() by two connections at once where a batch is large: the server works on a chunk of
/// each, on two of its processors.
///
/// To each other the halves are what two consoles are: no row is in both, each locks its rows in the order of
/// their keys, and an error that ends one of them does not end the other. Where the second connection cannot
/// be had, the first does the rest. SQLite has one writer and never gets a second.
[[nodiscard]] Result<QList<RecordOutcome>> updateSideBySide(
    RecordLink &link, const RecordBatch &batch, const QList<RecordUpdate> &updates, const OtherWriter &other);

} // namespace emberwatch

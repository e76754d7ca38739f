// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <utility>

namespace emberwatch::cli {

/// Calls `take(answer)` in the context's thread once the future is ready; never once the context is gone.
template <typename T, typename Take> void whenReady(const QFuture<T> &future, QObject *context, Take take)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(
        watcher, &QFutureWatcher<T>::finished, context, [watcher, take = std::move(take)]() mutable {
            watcher->deleteLater();
            take(watcher->result());
        });
    watcher->setFuture(future);
}

} // namespace emberwatch::cli

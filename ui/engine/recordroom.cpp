// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/recordroom.h"

#include <QFutureWatcher>

#include <utility>

namespace emberwatch {

RecordRoom::RecordRoom(const RecordsAddress &address, const SchemaMapping &mapping, Clock clock)
    : m_store(address, mapping)
    , m_clock(std::move(clock))
{
}

void RecordRoom::ask(const PromptId &id)
{
    using Watcher = QFutureWatcher<Result<QList<JobRecord>>>;
    auto *watcher = new Watcher(this);
    connect(watcher, &Watcher::finished, this, [this, watcher, id] {
        watcher->deleteLater();
        const Result<QList<JobRecord>> rows = watcher->result();
        RecordAnswer answer;
        answer.promptId = id;
        answer.at = m_clock();
        if (rows)
            answer.rows = *rows;
        else
            answer.trouble = rows.error().message;
        Q_EMIT answered(answer);
    });
    watcher->setFuture(m_store.rowsFor({id}));
}

} // namespace emberwatch

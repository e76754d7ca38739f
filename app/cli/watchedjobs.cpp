// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/watchedjobs.h"

namespace emberwatch::cli {

WatchedJobs::WatchedJobs(filter::Expression filter, JobSchema schema)
    : m_filter(std::move(filter))
    , m_schema(std::move(schema))
    , m_subject(m_table, m_schema.fullTtl)
{
    m_subject.setTermCount(m_filter.termCount());
}

void WatchedJobs::apply(const FeedBatch &batch, Timestamp serverNow, WatchPrinter &printer)
{
    printRemovals(batch, serverNow, printer);
    m_table.apply(batch);
    m_subject.forget(batch.strings);
    m_isShown.resize(m_table.slotEnd());
    if (dependsOnTime())
        keepDocuments(batch);
    for (size_t i = 0; i < batch.upserts.size(); ++i) {
        const JobRow &row = batch.upserts[i];
        if (matches(row, serverNow))
            show(row, batch.documents[i], serverNow, printer);
        else if (m_isShown[row.slot])
            hide(row, "filtered", serverNow, printer);
    }
}

// Before the batch is applied: the table still knows the ids of what goes.
void WatchedJobs::printRemovals(const FeedBatch &batch, Timestamp serverNow, WatchPrinter &printer)
{
    for (const Removal &removal : batch.removals) {
        if (removal.slot < m_isShown.size() && m_isShown[removal.slot])
            hide(m_table.row(removal.slot), wordOf(removal.cause), serverNow, printer);
        if (removal.slot < m_documents.size())
            m_documents[removal.slot].clear();
    }
}

void WatchedJobs::keepDocuments(const FeedBatch &batch)
{
    m_documents.resize(m_table.slotEnd());
    for (size_t i = 0; i < batch.upserts.size(); ++i)
        m_documents[batch.upserts[i].slot] = batch.documents[i];
}

void WatchedJobs::passTime(Timestamp serverNow, WatchPrinter &printer)
{
    if (!dependsOnTime())
        return;
    for (JobSlot slot = 0; slot < m_table.slotEnd(); ++slot) {
        if (!m_table.contains(slot))
            continue;
        const JobRow &row = m_table.row(slot);
        const bool isMatch = matches(row, serverNow);
        if (isMatch && !m_isShown[slot])
            show(row, m_documents[slot], serverNow, printer);
        else if (!isMatch && m_isShown[slot])
            hide(row, "filtered", serverNow, printer);
    }
}

bool WatchedJobs::matches(const JobRow &row, Timestamp serverNow)
{
    m_subject.setNow(serverNow.time_since_epoch().count());
    m_subject.setRow(row);
    return m_filter.matches(m_subject);
}

void WatchedJobs::show(
    const JobRow &row, const QByteArray &document, Timestamp serverNow, WatchPrinter &printer)
{
    const bool isNew = !m_isShown[row.slot];
    m_shownCount += isNew ? 1 : 0;
    m_isShown[row.slot] = true;
    const QByteArray id = m_table.idOf(row);
    const QByteArray &reason = m_table.strings().text(row.reason);
    printer.printUpsert(lookAt(row, id, document, reason, m_parser, m_schema, serverNow), isNew, serverNow);
}

void WatchedJobs::hide(const JobRow &row, QByteArrayView cause, Timestamp serverNow, WatchPrinter &printer)
{
    --m_shownCount;
    m_isShown[row.slot] = false;
    printer.printRemoval(m_table.idOf(row), cause, serverNow);
}

} // namespace emberwatch::cli

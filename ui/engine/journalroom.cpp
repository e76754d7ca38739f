// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/journalroom.h"

#include "core/operations/jobobserver.h"

#include <QFileInfo>
#include <QFutureWatcher>

namespace emberwatch {

namespace {

constexpr int atOnce = 500; ///< lines of one read
constexpr int mostLooked = 20'000; ///< lines for one answer: a filter that nothing fits is told in between

SettlerOptions settlerOptions(const RecoverySetup &setup)
{
    return {setup.actor, setup.environment, setup.schema, setup.clock};
}

} // namespace

/// One question while it is being answered.
struct JournalRoom::Reading
{
    JournalPageRead page;
    std::optional<EntryId> before;
    int looked = 0;
};

JournalRoom::JournalRoom(JobStore *jobs, const RecoverySetup &setup)
    : m_jobs(jobs)
    , m_journal(setup.journalPath)
    , m_records(recordStoreOf(setup))
    , m_undo(jobs, &m_journal, m_records.get(), settlerOptions(setup))
{
}

JournalRoom::~JournalRoom() = default;

void JournalRoom::ask(const JournalQuestion &question)
{
    const auto reading = std::make_shared<Reading>();
    reading->page.question = question;
    reading->page.address = epochOf(*m_jobs).address;
    reading->before = question.before;
    if (!QFileInfo::exists(m_journal.path()))
        Q_EMIT read(reading->page);
    else
        readOn(reading);
}

void JournalRoom::readOn(const std::shared_ptr<Reading> &reading)
{
    const JournalQuestion &question = reading->page.question;
    JournalSelection selection = question.filter.selection();
    selection.before = reading->before;
    selection.limit = question.filter.isEmpty() ? question.atMost : atOnce;
    using Watcher = QFutureWatcher<Result<QList<JournalLine>>>;
    auto *watcher = new Watcher(this);
    connect(watcher, &Watcher::finished, this, [this, watcher, reading] {
        watcher->deleteLater();
        take(reading, watcher->result());
    });
    watcher->setFuture(m_journal.lines(selection));
}

void JournalRoom::take(const std::shared_ptr<Reading> &reading, const Result<QList<JournalLine>> &lines)
{
    JournalPageRead &page = reading->page;
    if (!lines) {
        page.trouble = lines.error().message;
        Q_EMIT read(page);
        return;
    }
    const JournalQuestion &question = page.question;
    const int asked = question.filter.isEmpty() ? question.atMost : atOnce;
    for (const JournalLine &line : *lines) {
        if (question.filter.matches(line))
            page.lines.append(line);
    }
    reading->looked += static_cast<int>(lines->size());
    const bool isEnd = lines->size() < asked;
    page.next = isEnd ? std::nullopt : std::optional(lines->last().entry.id);
    if (isEnd || page.lines.size() >= question.atMost || reading->looked >= mostLooked) {
        Q_EMIT read(page);
        return;
    }
    reading->before = page.next;
    readOn(reading);
}

void JournalRoom::undo(const QList<EntryId> &entries)
{
    m_toUndo = entries;
    undoNext();
}

void JournalRoom::stop()
{
    m_toUndo.clear();
}

void JournalRoom::undoNext()
{
    if (m_toUndo.isEmpty()) {
        Q_EMIT undoEnded({});
        return;
    }
    const EntryId entry = m_toUndo.takeFirst();
    QCoro::connect(m_undo.undo(entry), this, [this, entry](const Result<UndoOutcome> &outcome) {
        if (!outcome) {
            // The journal itself: the others would fare no better.
            Q_EMIT undone({entry, {UndoOutcome::Kind::Failed, outcome.error().message}});
            m_toUndo.clear();
            Q_EMIT undoEnded(outcome.error().message);
            return;
        }
        Q_EMIT undone({entry, *outcome});
        undoNext();
    });
}

} // namespace emberwatch

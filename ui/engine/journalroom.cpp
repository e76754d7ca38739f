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
    , m_guard(setup.guarded, &m_journal, setup.clock)
    , m_undo(jobs, &m_journal, m_records.get(), settlerOptions(setup), &m_guard)
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

void JournalRoom::proposeUndo(const UndoSelection &selection)
{
    if (m_stop)
        return;
    m_stop = std::make_shared<StopRequest>();
    QCoro::connect(m_undo.propose(selection), this, [this](const Result<QList<UndoCandidate>> &candidates) {
        end();
        if (candidates)
            Q_EMIT undoProposed(*candidates);
        else
            Q_EMIT undoFailed(candidates.error());
    });
}

void JournalRoom::carryOutUndo(const QList<UndoCandidate> &entries, const Agreement &agreement)
{
    if (m_stop)
        return;
    m_stop = std::make_shared<StopRequest>();
    const Undo::Progress telling = [this](const UndoneEntry &done) { Q_EMIT undone(done); };
    QCoro::connect(m_undo.carryOut(entries, m_stop, agreement, telling), this,
        [this](const Result<QList<UndoneEntry>> &done) {
            end();
            if (done)
                Q_EMIT undoCarriedOut(*done);
            else
                Q_EMIT undoFailed(done.error());
        });
}

void JournalRoom::stop()
{
    if (m_stop)
        m_stop->request();
}

void JournalRoom::end()
{
    m_stop.reset();
    Q_EMIT undoEnded();
}

} // namespace emberwatch

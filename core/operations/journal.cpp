// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/journal.h"

#include "core/operations/journalreader.h"
#include "core/operations/journalwriter.h"
#include "core/sql/worker.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

class Journal::Private
{
public:
    Private(QString journalPath, JournalOptions options)
        : path(std::move(journalPath))
        , worker(u"journal"_s, [this, options] { return std::make_unique<JournalFile>(path, options); })
    {
    }

    const QString path;
    sql::Worker<JournalFile> worker;
};

Journal::Journal(QString path, JournalOptions options)
    : d(std::make_unique<Private>(std::move(path), options))
{
}

Journal::~Journal() = default;

const QString &Journal::path() const
{
    return d->path;
}

QFuture<Result<QList<EntryId>>> Journal::intend(QList<JournalEntry> entries)
{
    return d->worker.run(
        [entries = std::move(entries)](JournalFile &file) { return JournalWriter(file).intend(entries); });
}

QFuture<Result<void>> Journal::conclude(QList<JournalOutcome> outcomes)
{
    return d->worker.run([outcomes = std::move(outcomes)](
                             JournalFile &file) { return JournalWriter(file).conclude(outcomes); });
}

QFuture<Result<QList<JournalLine>>> Journal::lines(JournalSelection selection)
{
    return d->worker.run([selection = std::move(selection)](
                             JournalFile &file) { return JournalReader(file).lines(selection); });
}

QFuture<Result<QList<JournalLine>>> Journal::linesOf(OperationId op)
{
    return d->worker.run([op = std::move(op)](JournalFile &file) { return JournalReader(file).linesOf(op); });
}

QFuture<Result<QSet<PromptId>>> Journal::known(QList<PromptId> ids)
{
    return d->worker.run(
        [ids = std::move(ids)](JournalFile &file) { return JournalReader(file).known(ids); });
}

QFuture<Result<QHash<PromptId, RecentActs>>> Journal::recentActs(QString environment, Timestamp since)
{
    return d->worker.run([environment = std::move(environment), since](JournalFile &file) {
        return JournalReader(file).recentActs(environment, since);
    });
}

QFuture<Result<std::optional<JournalLine>>> Journal::lastRaise(QString environment)
{
    return d->worker.run([environment = std::move(environment)](
                             JournalFile &file) { return JournalReader(file).lastRaise(environment); });
}

QFuture<Result<void>> Journal::keep(JournalReport report)
{
    return d->worker.run(
        [report = std::move(report)](JournalFile &file) { return JournalWriter(file).keep(report); });
}

QFuture<Result<std::optional<JournalReport>>> Journal::lastReport(QString environment, QString kind)
{
    return d->worker.run([environment = std::move(environment), kind = std::move(kind)](JournalFile &file) {
        return JournalReader(file).lastReport(environment, kind);
    });
}

QFuture<Result<QList<JournalReport>>> Journal::reports(
    std::optional<QString> environment, Timestamp since, Timestamp until)
{
    return d->worker.run([environment = std::move(environment), since, until](JournalFile &file) {
        return JournalReader(file).reports(environment, since, until);
    });
}

QFuture<Result<QHash<PromptId, Timestamp>>> Journal::extensions(Timestamp since)
{
    return d->worker.run([since](JournalFile &file) { return JournalReader(file).extensions(since); });
}

} // namespace emberwatch

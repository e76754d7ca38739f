// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/journalwriter.h"

#include "core/sql/name.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using sql::Database;
using sql::SqlResult;

namespace {

/// A synced commit costs about half a millisecond, and a longer transaction keeps the other processes
/// waiting.
constexpr qsizetype mostInOneCommit = 500;

qint64 number(Timestamp moment)
{
    return moment.time_since_epoch().count();
}

QVariant orNull(const std::optional<Timestamp> &moment)
{
    return moment ? QVariant(number(*moment)) : QVariant(QMetaType::fromType<qint64>());
}

/// Empty and absent are two answers; Qt binds a null QByteArray as NULL.
QVariant bytes(const QByteArray &value)
{
    return value.isNull() ? QByteArray("") : value;
}

QVariant orNull(const std::optional<QByteArray> &value)
{
    return value ? bytes(*value) : QVariant(QMetaType::fromType<QByteArray>());
}

QVariant text(const QString &value)
{
    return sql::notNull(value);
}

QVariant text(const QByteArray &value)
{
    return text(QString::fromUtf8(value));
}

constexpr auto entryStatement
    = "INSERT INTO entries (op, undoes, batch, at, operator, host, program, environment, action, prompt, "
      "key, "
      "verdict, sentence, evidence, before_value, before_expires, before_row, after_value, after_expires, "
      "after_row, epoch_address, epoch_run, epoch_replication, "
      "epoch_role) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_L1;

QVariantList valuesOf(const JournalEntry &entry)
{
    const QVariant undoes
        = entry.undoes ? text(entry.undoes->value()) : QVariant(QMetaType::fromType<QString>());
    return {text(entry.op.value()), undoes, text(entry.batch.value()), number(entry.at),
        text(entry.actor.operatorName), text(entry.actor.host), text(entry.actor.program),
        text(entry.environment), text(entry.action), bytes(entry.promptId.value()), bytes(entry.key),
        text(entry.verdict), text(entry.sentence), bytes(entry.evidence), orNull(entry.before.value),
        orNull(entry.before.expiresAt), orNull(entry.before.row), orNull(entry.after.value),
        orNull(entry.after.expiresAt), orNull(entry.after.row), text(entry.epoch.address),
        bytes(entry.epoch.runId), bytes(entry.epoch.replicationId), bytes(entry.epoch.role)};
}

QVariantList valuesOf(const JournalOutcome &outcome)
{
    return {outcome.entry.value(), number(outcome.at), text(outcome.word), text(outcome.text)};
}

/// All of `items` by one statement, in one transaction.
template <typename T>
SqlResult<void> append(Database &database, const QString &statement, const QList<T> &items)
{
    qsizetype at = 0;
    return database.runMany(statement, [&](QVariantList &values) {
        if (at == items.size())
            return false;
        values = valuesOf(items.at(at++));
        return true;
    });
}

} // namespace

Result<QList<EntryId>> JournalWriter::intend(const QList<JournalEntry> &entries)
{
    const Result<Database *> database = m_file.open();
    if (!database)
        return tl::make_unexpected(database.error());
    QList<EntryId> ids;
    for (qsizetype begin = 0; begin < entries.size(); begin += mostInOneCommit) {
        const QList<JournalEntry> chunk = entries.mid(begin, mostInOneCommit);
        const SqlResult<void> done = (*database)->transaction([&]() -> SqlResult<void> {
            const SqlResult<void> appended = append(**database, entryStatement, chunk);
            if (!appended)
                return appended;
            // Within one transaction the numbers follow each other: nobody else can append.
            const SqlResult<QVariant> last = (*database)->value(u"SELECT last_insert_rowid()"_s);
            if (!last)
                return tl::make_unexpected(last.error());
            for (qsizetype i = 0; i < chunk.size(); ++i)
                ids += EntryId(last->toLongLong() - chunk.size() + 1 + i);
            return {};
        });
        if (!done)
            return tl::make_unexpected(m_file.explained(done.error(), u"writing intents"_s));
    }
    return ids;
}

Result<void> JournalWriter::conclude(const QList<JournalOutcome> &outcomes)
{
    const Result<Database *> database = m_file.open();
    if (!database)
        return tl::make_unexpected(database.error());
    for (qsizetype begin = 0; begin < outcomes.size(); begin += mostInOneCommit) {
        const QList<JournalOutcome> chunk = outcomes.mid(begin, mostInOneCommit);
        const SqlResult<void> done = (*database)->transaction([&] {
            return append(
                **database, u"INSERT INTO outcomes (entry, at, word, text) VALUES (?, ?, ?, ?)"_s, chunk);
        });
        if (!done)
            return tl::make_unexpected(m_file.explained(done.error(), u"writing outcomes"_s));
    }
    return {};
}

Result<void> JournalWriter::keep(const JournalReport &report)
{
    const Result<Database *> database = m_file.open();
    if (!database)
        return tl::make_unexpected(database.error());
    const SqlResult<void> done = (*database)->transaction([&] {
        return (*database)
            ->run(u"INSERT INTO reports (at, environment, kind, json) VALUES (?, ?, ?, ?)"_s,
                {number(report.at), text(report.environment), text(report.kind), bytes(report.json)})
            .map([](const QSqlQuery &) {});
    });
    if (!done)
        return tl::make_unexpected(m_file.explained(done.error(), u"keeping a report"_s));
    return {};
}

} // namespace emberwatch

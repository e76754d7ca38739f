// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/recordwriter.h"

#include "core/records/catalog.h"
#include "core/records/recordreader.h"
#include "core/records/recordstatements.h"
#include "core/sql/name.h"
#include "core/sql/textrows.h"
#include "core/sql/timetext.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Kind = RecordOutcome::Kind;
using sql::Fault;
using sql::Rows;
using sql::SqlResult;
using sql::TextRows;

namespace {

/// Items refused one by one before we take it that they all will be.
constexpr int mostRefusedItems = 20;
const auto doing = "updating records"_L1;

std::optional<QString> textOf(const std::optional<QByteArray> &bytes)
{
    return bytes ? std::optional(QString::fromUtf8(*bytes)) : std::nullopt;
}

std::optional<QString> timeOf(const std::optional<Timestamp> &moment)
{
    return moment ? std::optional(sql::writeTime(*moment)) : std::nullopt;
}

QString textOf(const OperationId &op)
{
    return QString::fromUtf8(op.value());
}

std::optional<QString> completionOf(const RecordUpdate &update)
{
    if (update.completedAt)
        return timeOf(update.completedAt);
    return isOpen(update.status) ? std::nullopt : std::optional(u"now"_s);
}

RecordOutcome failed(Error::Kind kind, const QString &message)
{
    return {Kind::Failed, std::nullopt, Error{kind, message}};
}

/// The fault lies in what was sent, so that a part of it may pass.
bool liesInTheItems(const Fault &fault)
{
    return fault.kind == Fault::Kind::Data || fault.kind == Fault::Kind::Slow
        || fault.kind == Fault::Kind::Duplicate || fault.kind == Fault::Kind::Transient;
}

} // namespace

Result<void> RecordWriter::writable(RecordsFinding::Stops what)
{
    const Result<void> opened = m_link.open();
    if (!opened)
        return opened;
    const RecordsCheck &check = m_link.check();
    const bool isGood = what == RecordsFinding::Stops::Updating ? check.canUpdate() : check.canInsert();
    if (!isGood)
        return tl::make_unexpected(check.whyNot(what));
    return {};
}

Result<QList<RecordUpdate>> RecordWriter::counted(QList<RecordUpdate> updates)
{
    QList<PromptId> unknown;
    for (const RecordUpdate &update : std::as_const(updates)) {
        if (!update.judged.rowCount && !update.judged.promptId.value().isEmpty())
            unknown += update.judged.promptId;
    }
    if (unknown.isEmpty())
        return updates;
    const Result<QHash<PromptId, int>> counts = RecordReader(m_link).counts(unknown);
    if (!counts)
        return tl::make_unexpected(counts.error());
    for (RecordUpdate &update : updates) {
        if (!update.judged.rowCount)
            update.judged.rowCount = counts->value(update.judged.promptId);
    }
    return updates;
}

std::optional<RecordOutcome> RecordWriter::refusal(const RecordUpdate &update) const
{
    if (update.judged.rowCount.value_or(0) > 1)
        return RecordOutcome{Kind::SeveralRows, std::nullopt, std::nullopt};
    const bool isTheirs = update.status == RecordStatus::Completed
        && m_link.options().policy.completion == RecordsPolicy::Completion::Report;
    if (isTheirs)
        return RecordOutcome{Kind::Withheld, std::nullopt, std::nullopt};
    if (update.status == RecordStatus::Cancelled && !m_link.check().knowsCancelled)
        return failed(Error::Kind::Invalid, u"this database has no word for cancelled"_s);
    const TableFacts::Column *started
        = m_link.dialect().catalog().find(m_link.mapping(), RecordColumn::StartedAt);
    if (update.startedAt && started && !started->mayUpdate)
        return failed(Error::Kind::Permission, u"this user may not set when a job started"_s);
    const bool isUnjudged
        = update.guard == RecordUpdate::Guard::JudgedFailed && update.judged.status != RecordStatus::Failed;
    if (isUnjudged)
        return failed(Error::Kind::Invalid, u"only a record that was judged as failed can be corrected"_s);
    return std::nullopt;
}

RecordWriter::Item RecordWriter::itemOf(const RecordUpdate &update, qsizetype index)
{
    const JobRecord &judged = update.judged;
    const std::optional<QString> prompt = judged.promptId.value().isEmpty()
        ? std::nullopt
        : std::optional(QString::fromUtf8(judged.promptId.value()));
    return {index, textOf(update.op), judged.id.value(), prompt, &update, nullptr};
}

RecordWriter::Item RecordWriter::itemOf(const RecordUndo &undo, qsizetype index)
{
    return {index, textOf(undo.op), textOf(undo.undone), std::nullopt, nullptr, &undo};
}

void RecordWriter::addTo(TextRows &rows, const Item &item) const
{
    rows.beginRow();
    rows.set("op"_L1, item.op);
    const RecordReason &reason = item.update ? item.update->reason : item.undo->reason;
    if (item.update)
        setUpdate(rows, item, *item.update);
    else
        rows.set("undoes"_L1, item.row);
    rows.set("action"_L1, reason.action);
    rows.set("verdict"_L1, reason.verdict);
    rows.set("sentence"_L1, reason.sentence);
    rows.set("evidence"_L1, QString::fromUtf8(reason.evidence));
}

void RecordWriter::setUpdate(TextRows &rows, const Item &item, const RecordUpdate &update) const
{
    const bool keepsError = !update.error && update.status != RecordStatus::Completed;
    const bool isOpenGuard = update.guard == RecordUpdate::Guard::Open;
    rows.set("base_id"_L1, QString::fromUtf8(update.base.value()));
    rows.set("id"_L1, item.row);
    rows.set("prompt"_L1, item.promptId);
    rows.set("guard"_L1, isOpenGuard ? u"open"_s : u"failed"_s);
    rows.set("word"_L1, update.judged.statusWord);
    rows.set("revision"_L1, update.judged.revision);
    rows.set("status"_L1, m_link.mapping().wordsOf(update.status).value(0));
    rows.set("keep_error"_L1, keepsError ? std::optional(u"1"_s) : std::nullopt);
    rows.set("error"_L1, update.error);
    rows.set("output"_L1, textOf(update.outputs));
    rows.set("started"_L1, timeOf(update.startedAt));
    rows.set("completed"_L1, completionOf(update));
}

Result<QList<RecordOutcome>> RecordWriter::update(const QList<RecordUpdate> &updates)
{
    const Result<QList<RecordUpdate>> known
        = writable(RecordsFinding::Stops::Updating).and_then([&] { return counted(updates); });
    if (!known)
        return tl::make_unexpected(known.error());
    m_outcomes = QList<RecordOutcome>(known->size());
    Items items;
    for (qsizetype i = 0; i < known->size(); ++i) {
        const RecordUpdate &update = known->at(i);
        const std::optional<RecordOutcome> refused = refusal(update);
        if (refused) {
            m_outcomes[i] = *refused;
            continue;
        }
        items += itemOf(update, i);
    }
    carryOut(Change::Update, items);
    return m_outcomes;
}

Result<QList<RecordOutcome>> RecordWriter::undo(const QList<RecordUndo> &undos)
{
    const Result<void> ready = writable(RecordsFinding::Stops::Updating);
    if (!ready)
        return tl::make_unexpected(ready.error());
    m_outcomes = QList<RecordOutcome>(undos.size());
    Items items;
    for (qsizetype i = 0; i < undos.size(); ++i)
        items += itemOf(undos.at(i), i);
    carryOut(Change::Undo, items);
    return m_outcomes;
}

void RecordWriter::carryOut(Change change, const Items &items)
{
    Items chunk;
    QSet<QString> rows;
    const auto flush = [&] {
        if (!chunk.isEmpty())
            carryOutChunk(change, chunk);
        chunk.clear();
        rows.clear();
    };
    for (const Item &item : items) {
        // A second change of the same row is judged by what the first made of it.
        const bool isFull
            = chunk.size() >= m_link.options().chunk || rows.contains(item.row) || rows.contains(item.op);
        if (isFull)
            flush();
        rows << item.row << item.op;
        chunk += item;
    }
    flush();
}

void RecordWriter::carryOutChunk(Change change, const Items &chunk)
{
    RecordLink::Patience patience;
    bool isUnknown = false;
    for (;;) {
        if (hasEnded())
            return setAll(chunk, {Kind::Failed, std::nullopt, m_end});
        const Result<void> ready = writable(RecordsFinding::Stops::Updating);
        if (!ready) {
            m_end = ready.error();
            return setAll(chunk, {isUnknown ? Kind::Unknown : Kind::Failed, std::nullopt, ready.error()});
        }
        QList<RecordOutcome> outcomes = m_outcomes;
        const SqlResult<void> done = tryChunk(change, chunk, outcomes);
        if (done) {
            m_outcomes = outcomes;
            return;
        }
        isUnknown = isUnknown || done.error().atCommit;
        if (m_link.isWorthAnother(done.error(), patience))
            continue;
        if (liesInTheItems(done.error()) && chunk.size() > 1)
            return halve(change, chunk);
        fail(chunk, done.error());
        if (isUnknown)
            setAll(chunk, {Kind::Unknown, std::nullopt, done.error().toError(doing)});
        return;
    }
}

void RecordWriter::halve(Change change, const Items &chunk)
{
    const qsizetype half = chunk.size() / 2;
    carryOutChunk(change, chunk.first(half));
    carryOutChunk(change, chunk.sliced(half));
}

void RecordWriter::fail(const Items &chunk, const Fault &fault)
{
    const bool isDoneBefore = fault.kind == Fault::Kind::Duplicate;
    if (isDoneBefore)
        return setAll(chunk, {Kind::AlreadyDone, std::nullopt, std::nullopt});
    const Error error = m_link.explained(fault, doing);
    const bool isOfThisItem = liesInTheItems(fault) && ++m_refusedItems < mostRefusedItems;
    if (!isOfThisItem)
        m_end = error;
    setAll(chunk, {Kind::Failed, std::nullopt, error});
}

void RecordWriter::setAll(const Items &chunk, const RecordOutcome &outcome)
{
    for (const Item &item : chunk)
        m_outcomes[item.index] = outcome;
}

SqlResult<void> RecordWriter::tryChunk(Change change, const Items &chunk, QList<RecordOutcome> &outcomes)
{
    return m_link.database().transaction([&]() -> SqlResult<void> {
        const SqlResult<QSet<QString>> changed = changeRows(change, chunk);
        if (!changed)
            return tl::make_unexpected(changed.error());
        Items rest;
        for (const Item &item : chunk) {
            if (changed->contains(item.op))
                outcomes[item.index] = {Kind::Done, std::nullopt, std::nullopt};
            else
                rest += item;
        }
        return rest.isEmpty() ? SqlResult<void>() : lookAtRest(change, rest, outcomes);
    });
}

SqlResult<QSet<QString>> RecordWriter::changeRows(Change change, const Items &chunk)
{
    const SqlDialect &dialect = m_link.dialect();
    const ChangeSource source = change == Change::Update ? updateSource(dialect) : undoSource(dialect);
    TextRows rows(source.fields);
    for (const Item &item : chunk)
        addTo(rows, item);
    const QVariantList batch = dialect.batchValues(rows);
    if (m_link.database().backend() == sql::Backend::Postgres)
        return opsOf(changeStatement(dialect, source), batch + source.values + auditValues());

    const SqlResult<QSet<QString>> accepted
        = opsOf(acceptStatement(dialect, source), batch + auditValues() + source.values);
    if (!accepted || accepted->isEmpty())
        return accepted;
    const QStringList ops(accepted->begin(), accepted->end());
    const QByteArray list = QJsonDocument(QJsonArray::fromStringList(ops)).toJson(QJsonDocument::Compact);
    const SqlResult<QSqlQuery> carriedOut
        = m_link.database().run(carryOutStatement(dialect), {QString::fromUtf8(list)});
    if (!carriedOut)
        return tl::make_unexpected(carriedOut.error());
    return accepted;
}

SqlResult<QSet<QString>> RecordWriter::opsOf(const QString &statement, const QVariantList &values)
{
    const SqlResult<std::unique_ptr<Rows>> rows = m_link.database().fetch(statement, values);
    if (!rows)
        return tl::make_unexpected(rows.error());
    QSet<QString> ops;
    while ((*rows)->next())
        ops += (*rows)->text(0);
    return ops;
}

SqlResult<void> RecordWriter::lookAtRest(Change change, const Items &rest, QList<RecordOutcome> &outcomes)
{
    const QLatin1StringView row = change == Change::Update ? "id"_L1 : "undoes"_L1;
    TextRows rows({u"op"_s, row});
    QHash<QString, const Item *> byOp;
    for (const Item &item : rest) {
        byOp.insert(item.op, &item);
        rows.beginRow();
        rows.set("op"_L1, item.op);
        rows.set(row, item.row);
        outcomes[item.index] = {Kind::Missing, std::nullopt, std::nullopt};
    }
    const SqlDialect &dialect = m_link.dialect();
    const SqlResult<std::unique_ptr<Rows>> look = m_link.database().fetch(
        change == Change::Update ? updateLookStatement(dialect) : undoLookStatement(dialect),
        dialect.batchValues(rows));
    if (!look)
        return tl::make_unexpected(look.error());
    while ((*look)->next()) {
        const Item *item = byOp.value((*look)->text(0));
        if (item)
            outcomes[item->index] = outcomeOf(**look, *item);
    }
    return {};
}

RecordOutcome RecordWriter::outcomeOf(Rows &look, const Item &item) const
{
    const SchemaMapping &mapping = m_link.mapping();
    RecordOutcome outcome{Kind::Decided, look.text(1), std::nullopt};
    const bool isDoneBefore = !look.isNull(2);
    const bool isThere = !look.isNull(3);
    const bool isForeign = mapping.has(RecordColumn::Provider) && look.text(4) != mapping.provider();
    const bool isOfAnotherPrompt = item.promptId && look.text(5) != *item.promptId;
    if (isDoneBefore)
        outcome.kind = Kind::AlreadyDone;
    else if (!isThere)
        outcome = {Kind::Missing, std::nullopt, std::nullopt};
    else if (isForeign)
        outcome.kind = Kind::ForeignProvider;
    else if (isOfAnotherPrompt)
        outcome.kind = Kind::Missing;
    return outcome;
}

Result<RecordOutcome> RecordWriter::insert(const NewRecord &record)
{
    if (m_link.options().policy.insert == RecordsPolicy::Insert::Never)
        return RecordOutcome{Kind::Withheld, std::nullopt, std::nullopt};
    const QString type = m_link.mapping().typeForDatabase(record.type);
    const QString status = m_link.mapping().wordsOf(record.status).value(0);
    const std::optional<QString> user = record.userId.isEmpty() ? std::nullopt : std::optional(record.userId);
    const std::pair<QLatin1StringView, std::optional<QString>> fields[] = {{"op"_L1, textOf(record.op)},
        {"base_id"_L1, QString::fromUtf8(record.base.value())}, {"id"_L1, record.id.value()},
        {"prompt"_L1, QString::fromUtf8(record.promptId.value())}, {"user_id"_L1, user},
        {"character_id"_L1, record.characterId}, {"type"_L1, type}, {"status"_L1, status},
        {"input"_L1, QString::fromUtf8(record.input)}, {"started"_L1, timeOf(record.startedAt)},
        {"action"_L1, record.reason.action}, {"verdict"_L1, record.reason.verdict},
        {"sentence"_L1, record.reason.sentence}, {"evidence"_L1, QString::fromUtf8(record.reason.evidence)}};
    TextRows row(insertFields());
    row.beginRow();
    for (const auto &[name, value] : fields)
        row.set(name, value);

    RecordLink::Patience patience;
    bool isUnknown = false;
    for (;;) {
        const Result<void> ready = writable(RecordsFinding::Stops::Inserting);
        if (!ready && isUnknown)
            return RecordOutcome{Kind::Unknown, std::nullopt, ready.error()};
        if (!ready)
            return tl::make_unexpected(ready.error());
        const SqlResult<bool> inserted = tryInsert(row);
        if (inserted)
            return RecordOutcome{*inserted ? Kind::Done : Kind::AlreadyDone, std::nullopt, std::nullopt};
        isUnknown = isUnknown || inserted.error().atCommit;
        if (m_link.isWorthAnother(inserted.error(), patience))
            continue;
        const Error error = m_link.explained(inserted.error(), u"inserting a record"_s);
        return RecordOutcome{isUnknown ? Kind::Unknown : Kind::Failed, std::nullopt, error};
    }
}

/// @return whether this call did it; false: the audit table has the op id already.
SqlResult<bool> RecordWriter::tryInsert(const TextRows &row)
{
    bool isNew = false;
    const SqlDialect &dialect = m_link.dialect();
    const QVariantList batch = dialect.batchValues(row);
    const SqlResult<void> done = m_link.database().transaction([&]() -> SqlResult<void> {
        const SqlResult<QSet<QString>> audited = opsOf(insertAuditStatement(dialect), batch + auditValues());
        if (!audited)
            return tl::make_unexpected(audited.error());
        isNew = !audited->isEmpty();
        if (!isNew)
            return {};
        const QVariantList provider
            = dialect.mapping().has(RecordColumn::Provider) ? providerValue(dialect) : QVariantList();
        return m_link.database()
            .fetch(insertStatement(dialect), batch + provider)
            .map([](const std::unique_ptr<Rows> &) {});
    });
    if (!done)
        return tl::make_unexpected(done.error());
    return isNew;
}

QVariantList RecordWriter::auditValues() const
{
    // Who does not say who he is must not fail after his claim.
    return {sql::notNull(QString::fromUtf8(m_batch.id.value())), sql::notNull(m_batch.actor.operatorName),
        sql::notNull(m_batch.actor.host), sql::notNull(m_batch.actor.program),
        sql::notNull(m_batch.environment)};
}

} // namespace emberwatch

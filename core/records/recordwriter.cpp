// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/recordwriter.h"

#include "core/records/catalog.h"
#include "core/records/recordreader.h"
#include "core/records/recordstatements.h"
#include "core/sql/jsonrows.h"
#include "core/sql/name.h"
#include "core/sql/timetext.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Kind = RecordOutcome::Kind;
using sql::Fault;
using sql::JsonRows;
using sql::SqlResult;

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
    const bool keepsError = !update.error && update.status != RecordStatus::Completed;
    const bool isOpenGuard = update.guard == RecordUpdate::Guard::Open;
    const JobRecord &judged = update.judged;
    const std::optional<QString> prompt = judged.promptId.value().isEmpty()
        ? std::nullopt
        : std::optional(QString::fromUtf8(judged.promptId.value()));
    return {index, textOf(update.op), judged.id.value(), prompt.value_or(QString()),
        {{"op", textOf(update.op)}, {"base_id", QString::fromUtf8(update.base.value())},
            {"id", judged.id.value()}, {"prompt", prompt}, {"guard", isOpenGuard ? u"open"_s : u"failed"_s},
            {"word", judged.statusWord}, {"revision", judged.revision}, {"error", update.error},
            {"keep_error", keepsError ? std::optional(u"1"_s) : std::nullopt},
            {"output", textOf(update.outputs)}, {"started", timeOf(update.startedAt)},
            {"completed", completionOf(update)}, {"action", update.reason.action},
            {"verdict", update.reason.verdict}, {"sentence", update.reason.sentence},
            {"evidence", QString::fromUtf8(update.reason.evidence)}}};
}

RecordWriter::Item RecordWriter::itemOf(const RecordUndo &undo, qsizetype index)
{
    return {index, textOf(undo.op), textOf(undo.undone), std::nullopt,
        {{"op", textOf(undo.op)}, {"undoes", textOf(undo.undone)}, {"action", undo.reason.action},
            {"verdict", undo.reason.verdict}, {"sentence", undo.reason.sentence},
            {"evidence", QString::fromUtf8(undo.reason.evidence)}}};
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
        items.back().fields.push_back({"status", m_link.mapping().wordsOf(update.status).value(0)});
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
    JsonRows rows;
    for (const Item &item : chunk) {
        rows.beginRow();
        for (const auto &[name, value] : item.fields)
            rows.add(name, value);
        rows.endRow();
    }
    const SqlDialect &dialect = m_link.dialect();
    const ChangeSource source = change == Change::Update ? updateSource(dialect) : undoSource(dialect);
    if (m_link.database().backend() == sql::Backend::Postgres)
        return opsOf(
            changeStatement(dialect, source), QVariantList{rows.finish()} + source.values + auditValues());

    const SqlResult<QSet<QString>> accepted = opsOf(
        acceptStatement(dialect, source), QVariantList{rows.finish()} + auditValues() + source.values);
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
    SqlResult<QSqlQuery> query = m_link.database().run(statement, values);
    if (!query)
        return tl::make_unexpected(query.error());
    QSet<QString> ops;
    while (query->next())
        ops += query->value(0).toString();
    return ops;
}

SqlResult<void> RecordWriter::lookAtRest(Change change, const Items &rest, QList<RecordOutcome> &outcomes)
{
    JsonRows rows;
    QHash<QString, const Item *> byOp;
    for (const Item &item : rest) {
        byOp.insert(item.op, &item);
        rows.beginRow();
        rows.add("op", item.op);
        rows.add(change == Change::Update ? "id" : "undoes", item.row);
        rows.endRow();
        outcomes[item.index] = {Kind::Missing, std::nullopt, std::nullopt};
    }
    const SqlDialect &dialect = m_link.dialect();
    SqlResult<QSqlQuery> look = m_link.database().run(
        change == Change::Update ? updateLookStatement(dialect) : undoLookStatement(dialect),
        {rows.finish()});
    if (!look)
        return tl::make_unexpected(look.error());
    while (look->next()) {
        const Item *item = byOp.value(look->value(0).toString());
        if (item)
            outcomes[item->index] = outcomeOf(*look, *item);
    }
    return {};
}

RecordOutcome RecordWriter::outcomeOf(const QSqlQuery &look, const Item &item) const
{
    const SchemaMapping &mapping = m_link.mapping();
    RecordOutcome outcome{Kind::Decided, look.value(1).toString(), std::nullopt};
    const bool isDoneBefore = !look.value(2).isNull();
    const bool isThere = look.value(3).toBool();
    const bool isForeign
        = mapping.has(RecordColumn::Provider) && look.value(4).toString() != mapping.provider();
    const bool isOfAnotherPrompt = item.promptId && look.value(5).toString() != *item.promptId;
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
    const std::pair<const char *, std::optional<QString>> fields[]
        = {{"op", textOf(record.op)}, {"base_id", QString::fromUtf8(record.base.value())},
            {"id", record.id.value()}, {"prompt", QString::fromUtf8(record.promptId.value())},
            {"user_id", user}, {"character_id", record.characterId}, {"type", type}, {"status", status},
            {"input", QString::fromUtf8(record.input)}, {"started", timeOf(record.startedAt)},
            {"action", record.reason.action}, {"verdict", record.reason.verdict},
            {"sentence", record.reason.sentence}, {"evidence", QString::fromUtf8(record.reason.evidence)}};
    JsonRows rows;
    rows.beginRow();
    for (const auto &[name, value] : fields)
        rows.add(name, value);
    rows.endRow();
    const QString batch = rows.finish();

    RecordLink::Patience patience;
    bool isUnknown = false;
    for (;;) {
        const Result<void> ready = writable(RecordsFinding::Stops::Inserting);
        if (!ready && isUnknown)
            return RecordOutcome{Kind::Unknown, std::nullopt, ready.error()};
        if (!ready)
            return tl::make_unexpected(ready.error());
        const SqlResult<bool> inserted = tryInsert(batch);
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
SqlResult<bool> RecordWriter::tryInsert(const QString &batch)
{
    bool isNew = false;
    const SqlDialect &dialect = m_link.dialect();
    const SqlResult<void> done = m_link.database().transaction([&]() -> SqlResult<void> {
        const SqlResult<QSet<QString>> audited
            = opsOf(insertAuditStatement(dialect), QVariantList{batch} + auditValues());
        if (!audited)
            return tl::make_unexpected(audited.error());
        isNew = !audited->isEmpty();
        if (!isNew)
            return {};
        const QVariantList provider
            = dialect.mapping().has(RecordColumn::Provider) ? providerValue(dialect) : QVariantList();
        return m_link.database()
            .run(insertStatement(dialect), QVariantList{batch} + provider)
            .map([](const QSqlQuery &) {});
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

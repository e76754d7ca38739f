// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journalmodel.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "ui/journal/journalwords.h"
#include "ui/words/numbertext.h"
#include "ui/words/showntext.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

qint64 numberOf(const JournalLine &line)
{
    return line.entry.id.value();
}

/// "settle as failed 4, delete the state 9": each text that occurs with its number; alone where it is one.
QString counted(const QStringList &texts)
{
    QStringList distinct = texts;
    distinct.removeDuplicates();
    if (distinct.size() == 1)
        return distinct.first();
    QStringList parts;
    for (const QString &text : std::as_const(distinct))
        parts.append(text + u' ' + numberText(texts.count(text)));
    return parts.join(u", "_s);
}

} // namespace

JournalModel::JournalModel(Clock clock, QObject *parent)
    : QAbstractItemModel(parent)
    , m_clock(std::move(clock))
{
}

void JournalModel::clear()
{
    beginResetModel();
    m_operations.clear();
    m_ids.clear();
    m_undone.clear();
    m_entries = 0;
    m_isMore = false;
    endResetModel();
}

void JournalModel::take(const QList<JournalLine> &lines)
{
    for (const JournalLine &line : lines)
        noteUndo(line);
    if (m_operations.empty())
        return takeAtOnce(lines);
    for (const JournalLine &line : lines)
        takeOne(line);
}

void JournalModel::noteUndo(const JournalLine &line)
{
    const bool isDone = line.outcome && line.outcome->word == "done"_L1;
    if (!line.entry.undoes || !isDone || m_undone.contains(*line.entry.undoes))
        return;
    m_undone.insert(*line.entry.undoes);
    for (int row = 0; row < static_cast<int>(m_operations.size()); ++row) {
        const bool isIn = std::ranges::any_of(m_operations[static_cast<size_t>(row)].lines,
            [&line](const JournalLine &other) { return other.entry.op == *line.entry.undoes; });
        if (isIn)
            tell(row);
    }
}

void JournalModel::takeAtOnce(const QList<JournalLine> &lines)
{
    beginResetModel();
    for (const JournalLine &line : lines) {
        quintptr &id = m_ids[line.entry.batch];
        if (id == 0) {
            id = ++m_lastId;
            m_operations.push_back({id, line.entry.batch, {}});
        }
        m_operations[static_cast<size_t>(rowOf(id))].lines.push_back(line);
        ++m_entries;
    }
    endResetModel();
}

void JournalModel::takeOne(const JournalLine &line)
{
    const quintptr id = m_ids.value(line.entry.batch, 0);
    if (id == 0)
        return insertOperation(line);
    const int row = rowOf(id);
    std::vector<JournalLine> &lines = m_operations[static_cast<size_t>(row)].lines;
    const auto place = std::ranges::find_if(
        lines, [&line](const JournalLine &other) { return numberOf(other) <= numberOf(line); });
    if (place != lines.end() && numberOf(*place) == numberOf(line)) {
        *place = line;
        return tell(row);
    }
    // What was one row in itself gets its first action under it, too.
    const auto child = static_cast<int>(place - lines.begin());
    const bool wasAlone = lines.size() == 1;
    beginInsertRows(index(row, 0), wasAlone ? 0 : child, wasAlone ? 1 : child);
    lines.insert(place, line);
    ++m_entries;
    endInsertRows();
    tell(row);
}

void JournalModel::insertOperation(const JournalLine &line)
{
    const auto place = std::ranges::find_if(m_operations,
        [&line](const Operation &operation) { return numberOf(operation.lines.front()) < numberOf(line); });
    const auto row = static_cast<int>(place - m_operations.begin());
    beginInsertRows({}, row, row);
    m_ids.insert(line.entry.batch, ++m_lastId);
    m_operations.insert(place, Operation{m_lastId, line.entry.batch, {line}});
    ++m_entries;
    endInsertRows();
}

void JournalModel::tell(int row)
{
    const QModelIndex operation = index(row, 0);
    Q_EMIT dataChanged(operation, index(row, journalColumnCount - 1));
    if (const int actions = rowCount(operation); actions > 0)
        Q_EMIT dataChanged(index(0, 0, operation), index(actions - 1, journalColumnCount - 1, operation));
}

int JournalModel::rowOf(quintptr operation) const
{
    // Mostly the last one: entries come in their order.
    for (size_t i = m_operations.size(); i-- > 0;) {
        if (m_operations[i].id == operation)
            return static_cast<int>(i);
    }
    return -1;
}

const JournalModel::Operation *JournalModel::operationAt(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    const int row = index.internalId() == 0 ? index.row() : rowOf(index.internalId());
    return row < 0 || row >= static_cast<int>(m_operations.size()) ? nullptr
                                                                   : &m_operations[static_cast<size_t>(row)];
}

QList<JournalLine> JournalModel::linesAt(const QModelIndex &index) const
{
    const Operation *operation = operationAt(index);
    if (!operation)
        return {};
    if (index.internalId() == 0)
        return {operation->lines.begin(), operation->lines.end()};
    return {operation->lines[static_cast<size_t>(index.row())]};
}

std::optional<EntryId> JournalModel::newest() const
{
    return m_operations.empty() ? std::nullopt : std::optional(m_operations.front().lines.front().entry.id);
}

QModelIndex JournalModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(
        row, column, parent.isValid() ? m_operations[static_cast<size_t>(parent.row())].id : quintptr(0));
}

QModelIndex JournalModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return {};
    const int row = rowOf(index.internalId());
    return row < 0 ? QModelIndex() : createIndex(row, 0, quintptr(0));
}

int JournalModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_operations.size());
    if (parent.internalId() != 0 || parent.column() > 0)
        return 0;
    const size_t actions = m_operations[static_cast<size_t>(parent.row())].lines.size();
    return actions > 1 ? static_cast<int>(actions) : 0;
}

int JournalModel::columnCount(const QModelIndex &) const
{
    return journalColumnCount;
}

QString JournalModel::textOf(const JournalLine &line, JournalColumn column) const
{
    const JournalEntry &entry = line.entry;
    switch (column) {
    case JournalColumn::When:
        return momentText(entry.at, m_clock());
    case JournalColumn::Action:
        return actionTitle(entry.action);
    case JournalColumn::Job:
        return entry.promptId.value().isEmpty() ? u"—"_s : displayText(entry.promptId.value());
    case JournalColumn::Verdict:
        return entry.verdict.isEmpty() ? u"—"_s : verdictTitle(entry.verdict);
    case JournalColumn::By:
        return actorText(entry.actor);
    case JournalColumn::Outcome:
        break;
    }
    const QString word = lookOf(line.outcome).word;
    return m_undone.contains(entry.op) ? tr("%1, undone later").arg(word) : word;
}

QVariant JournalModel::lineData(const JournalLine &line, JournalColumn column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return textOf(line, column);
    case Qt::ToolTipRole: {
        QString text = textOf(line, column);
        if (column == JournalColumn::When)
            text = exactMomentText(line.entry.at);
        else if (column == JournalColumn::By)
            text += u'\n' + displayText(line.entry.actor.program.toUtf8());
        else if (column == JournalColumn::Outcome && line.outcome && !line.outcome->text.isEmpty())
            text += u'\n' + displayText(line.outcome->text.toUtf8());
        return toolTipText(text);
    }
    case LookRole:
        return QVariant::fromValue(lookOf(line.outcome));
    case IsOperationRole:
    case IsSeveralRole:
        return false;
    case IsUndoneRole:
        return m_undone.contains(line.entry.op);
    default:
        return {};
    }
}

QString JournalModel::textOf(const Operation &operation, JournalColumn column) const
{
    QStringList texts;
    for (const JournalLine &line : operation.lines)
        texts.append(column == JournalColumn::Outcome ? lookOf(line.outcome).word : textOf(line, column));
    QStringList distinct = texts;
    distinct.removeDuplicates();
    const auto several = static_cast<int>(distinct.size());
    switch (column) {
    case JournalColumn::When:
    case JournalColumn::By:
        return texts.first();
    case JournalColumn::Job:
        return several > 1 ? tr("%n job(s)", nullptr, several) : distinct.first();
    case JournalColumn::Verdict:
        return several > 2 ? tr("%n verdict(s)", nullptr, several) : distinct.join(u", "_s);
    case JournalColumn::Action:
        return counted(texts);
    case JournalColumn::Outcome:
        break;
    }
    return isUndone(operation) ? tr("%1, undone later").arg(counted(texts)) : counted(texts);
}

bool JournalModel::isUndone(const Operation &operation) const
{
    return std::ranges::all_of(
        operation.lines, [this](const JournalLine &line) { return m_undone.contains(line.entry.op); });
}

/// The first outcome that is not as it should be decides: it is what a person has to see.
QVariant JournalModel::operationLook(const Operation &operation)
{
    const auto odd = std::ranges::find_if(operation.lines,
        [](const JournalLine &line) { return lookOf(line.outcome).icon != Icon::Completed; });
    const JournalLine &telling = odd == operation.lines.end() ? operation.lines.front() : *odd;
    return QVariant::fromValue(lookOf(telling.outcome));
}

QVariant JournalModel::operationData(const Operation &operation, JournalColumn column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return textOf(operation, column);
    case Qt::ToolTipRole:
        if (column == JournalColumn::When || column == JournalColumn::By)
            return lineData(operation.lines.front(), column, role);
        return textOf(operation, column);
    case LookRole:
        return operationLook(operation);
    case IsOperationRole:
        return true;
    case IsUndoneRole:
        return isUndone(operation);
    case IsSeveralRole:
        return textOf(operation, JournalColumn::Job) != textOf(operation.lines.front(), JournalColumn::Job);
    default:
        return {};
    }
}

QVariant JournalModel::data(const QModelIndex &index, int role) const
{
    const Operation *operation = operationAt(index);
    if (!operation)
        return {};
    const auto column = static_cast<JournalColumn>(index.column());
    if (index.internalId() != 0)
        return lineData(operation->lines[static_cast<size_t>(index.row())], column, role);
    return operation->lines.size() == 1 ? lineData(operation->lines.front(), column, role)
                                        : operationData(*operation, column, role);
}

QVariant JournalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return titleOf(static_cast<JournalColumn>(section));
}

bool JournalModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_isMore;
}

void JournalModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_isMore = false; // until the answer says
    Q_EMIT moreWanted();
}

} // namespace emberwatch

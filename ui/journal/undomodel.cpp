// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/undomodel.h"

#include "core/jobs/jobkey.h"
#include "core/triage/action.h"
#include "ui/journal/journalwords.h"
#include "ui/theme/theme.h"
#include "ui/words/showntext.h"

#include <QFontMetrics>
#include <QSet>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

std::vector<FittedColumn> undoColumnsFor(const Theme &theme)
{
    const QFontMetrics body(theme.fonts.body);
    const int margins = 2 * theme.measures.within + theme.measures.grid;
    const int job = QFontMetrics(theme.fonts.mono).horizontalAdvance(u"d2b1ac84…6b2c9d41"_s)
        + theme.measures.icon + theme.measures.within + margins;
    const int action = body.horizontalAdvance(titleOf(Action::TakeRedisEnd)) + margins;
    const int result = body.averageCharWidth() * 48;
    return {{job, job, job}, {action, action / 2, action}, {result, result / 2, 8 * result}};
}

void UndoModel::setCandidates(const QList<UndoCandidate> &candidates)
{
    beginResetModel();
    m_rows.clear();
    for (const UndoCandidate &candidate : candidates) {
        Row row{candidate, false, std::nullopt};
        row.isTicked = row.isPossible();
        m_rows.push_back(row);
    }
    endResetModel();
    Q_EMIT ticksChanged();
}

void UndoModel::showUndone(const UndoneEntry &undone)
{
    const auto found = std::ranges::find_if(m_rows, [&undone](const Row &row) {
        const JournalEntry &entry = row.candidate.line.entry;
        return entry.id == undone.entry && entry.op == undone.op;
    });
    if (found == m_rows.end())
        return;
    found->outcome = undone.outcome;
    const auto row = static_cast<int>(found - m_rows.begin());
    Q_EMIT dataChanged(index(row, 0), index(row, undoColumnCount - 1));
}

void UndoModel::begin()
{
    m_isBegun = true;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, undoColumnCount - 1);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, undoColumnCount - 1));
}

QList<UndoCandidate> UndoModel::ticked() const
{
    QList<UndoCandidate> candidates;
    for (const Row &row : m_rows) {
        if (row.isTicked)
            candidates.append(row.candidate);
    }
    return candidates;
}

int UndoModel::tickedJobs() const
{
    QSet<PromptId> jobs;
    for (const Row &row : m_rows) {
        if (row.isTicked)
            jobs.insert(row.candidate.line.entry.promptId);
    }
    return static_cast<int>(jobs.size());
}

int UndoModel::possible() const
{
    return static_cast<int>(std::ranges::count_if(m_rows, &Row::isPossible));
}

std::optional<Timestamp> UndoModel::until() const
{
    std::optional<Timestamp> earliest;
    for (const Row &row : m_rows) {
        if (row.isTicked && row.candidate.until)
            earliest = std::min(earliest.value_or(*row.candidate.until), *row.candidate.until);
    }
    return earliest;
}

int UndoModel::told() const
{
    return static_cast<int>(
        std::ranges::count_if(m_rows, [](const Row &row) { return row.outcome.has_value(); }));
}

int UndoModel::undone() const
{
    return static_cast<int>(std::ranges::count_if(
        m_rows, [](const Row &row) { return row.outcome && row.outcome->kind == UndoOutcome::Kind::Done; }));
}

int UndoModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int UndoModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : undoColumnCount;
}

QString UndoModel::textOf(const Row &row, UndoColumn column) const
{
    switch (column) {
    case UndoColumn::Job:
        return displayText(row.candidate.line.entry.promptId.value());
    case UndoColumn::Action:
        return actionTitle(row.candidate.line.entry.action);
    case UndoColumn::Result:
        break;
    }
    if (row.outcome) {
        const QString word = lookOf(*row.outcome).word;
        return row.outcome->text.isEmpty() ? word : word + u": "_s + displayText(row.outcome->text.toUtf8());
    }
    if (m_isBegun && row.isPossible())
        return row.isTicked ? tr("waiting") : tr("not chosen");
    return displayText(row.candidate.forecast.text.toUtf8());
}

QVariant UndoModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row &row = m_rows[static_cast<size_t>(index.row())];
    const auto column = static_cast<UndoColumn>(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return textOf(row, column);
    case Qt::ToolTipRole: {
        const QString text = textOf(row, column);
        return toolTipText(text);
    }
    case Qt::CheckStateRole:
        if (column != UndoColumn::Job || m_isBegun || !row.isPossible())
            return {};
        return row.isTicked ? Qt::Checked : Qt::Unchecked;
    case LookRole:
        if (row.outcome)
            return QVariant::fromValue(lookOf(*row.outcome));
        return row.isPossible() ? QVariant() : QVariant::fromValue(lookOf(row.candidate.forecast));
    default:
        return {};
    }
}

bool UndoModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !(flags(index) & Qt::ItemIsUserCheckable))
        return false;
    m_rows[static_cast<size_t>(index.row())].isTicked = value.toInt() == Qt::Checked;
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT ticksChanged();
    return true;
}

Qt::ItemFlags UndoModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (data(index, Qt::CheckStateRole).isValid())
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant UndoModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<UndoColumn>(section)) {
    case UndoColumn::Job:
        return tr("Prompt ID");
    case UndoColumn::Action:
        return tr("What is taken back");
    case UndoColumn::Result:
        break;
    }
    return m_isBegun ? tr("What happened") : tr("What would happen");
}

} // namespace emberwatch

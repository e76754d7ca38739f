// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triagemodel.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/triage/sentence.h"
#include "ui/words/showntext.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

void TriageModel::setBoard(const TriageBoard &board, TriageKind kind)
{
    beginResetModel();
    m_board = board;
    m_kind = kind;
    endResetModel();
}

const PlannedAction *TriageModel::actionAt(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= pile().jobs.size())
        return nullptr;
    return &m_board.proposal.plan.actions[pile().jobs[index.row()]];
}

QModelIndex TriageModel::indexOf(const PromptId &id) const
{
    for (qsizetype row = 0; row < pile().jobs.size(); ++row) {
        if (m_board.proposal.plan.actions[pile().jobs[row]].promptId == id)
            return index(static_cast<int>(row), 0);
    }
    return {};
}

int TriageModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(pile().jobs.size());
}

int TriageModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : triageColumnCount;
}

ReadingLook TriageModel::lookOf(const PlannedAction &action, TriageColumn column) const
{
    const JudgedJob *job = m_board.judged(action.promptId);
    if (!job)
        return {};
    if (column == TriageColumn::Redis)
        return emberwatch::lookOf(job->evidence.redis);
    if (column == TriageColumn::Database)
        return emberwatch::lookOf(job->evidence.record);
    ReadingLook look = emberwatch::lookOf(job->evidence.comfy, job->judgement.comfy);
    if (!job->evidence.comfy.serverUrl.isEmpty())
        look.text += u" · "_s + serverName(job->evidence.comfy.serverUrl);
    return look;
}

bool TriageModel::isOver(const PlannedAction &action) const
{
    const JudgedJob *job = m_board.judged(action.promptId);
    return job && isOpen(job->evidence.redis.reading) && job->evidence.redis.silence
        && *job->evidence.redis.silence > m_board.proposal.wish.policy.of(action.type).silenceLimit.value;
}

QString TriageModel::textOf(const PlannedAction &action, TriageColumn column) const
{
    switch (column) {
    case TriageColumn::Job:
        return displayText(action.promptId.value());
    case TriageColumn::User:
        return action.userId.isEmpty() ? u"—"_s : displayText(action.userId.toUtf8());
    case TriageColumn::Redis:
    case TriageColumn::Database:
    case TriageColumn::ComfyUi:
        return lookOf(action, column).text;
    case TriageColumn::Silence: {
        const JudgedJob *job = m_board.judged(action.promptId);
        return job && job->evidence.redis.silence ? durationText(*job->evidence.redis.silence) : u"—"_s;
    }
    case TriageColumn::Why:
        break;
    }
    return action.sentence;
}

QVariant TriageModel::data(const QModelIndex &index, int role) const
{
    const PlannedAction *action = actionAt(index);
    if (!action)
        return {};
    const auto column = static_cast<TriageColumn>(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return textOf(*action, column);
    case Qt::ToolTipRole: {
        const QString text = textOf(*action, column);
        return toolTipText(text);
    }
    case LookRole:
        return QVariant::fromValue(lookOf(*action, column));
    case IsOverRole:
        return isOver(*action);
    case ActionRole:
        return QVariant::fromValue(*action);
    default:
        return {};
    }
}

QVariant TriageModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= triageColumnCount)
        return {};
    const auto column = static_cast<TriageColumn>(section);
    if (role == Qt::DisplayRole)
        return titleOf(column);
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(column == TriageColumn::Silence ? Qt::AlignRight : Qt::AlignLeft);
    return {};
}

} // namespace emberwatch

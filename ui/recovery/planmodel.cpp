// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/planmodel.h"

#include "core/jobs/jobkey.h"
#include "ui/recovery/verdictlook.h"
#include "ui/theme/theme.h"
#include "ui/widgets/rowtable.h"
#include "ui/words/numbertext.h"
#include "ui/words/sentencecase.h"
#include "ui/words/showntext.h"

#include <QFontMetrics>

#include <algorithm>
#include <array>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// Changes first, then what is left alone.
constexpr std::array groupOrder{Action::Resume, Action::RecreateState, Action::SettleCompleted,
    Action::TakeRedisEnd, Action::SettleCancelled, Action::SettleFailed, Action::CancelOnServer,
    Action::Clean, Action::ByHand, Action::Watch, Action::Wait, Action::SkipTooOld, Action::None};

FittedColumn elastic(int usual)
{
    return {usual, usual / 2, 6 * usual};
}

} // namespace

std::vector<FittedColumn> planColumnsFor(const Theme &theme)
{
    const QFontMetrics body(theme.fonts.body);
    const int margins = 2 * theme.measures.within + theme.measures.grid;
    const int sign = theme.measures.icon + theme.measures.grid;
    const int job = QFontMetrics(theme.fonts.mono).horizontalAdvance(u"d2b1ac84…6b2c9d41"_s) + 2 * sign
        + theme.measures.around + margins;
    const int user = body.horizontalAdvance(u"usr_00000"_s) + margins;
    const int verdict = body.horizontalAdvance(lookOf(Verdict::UnclaimedResult).word) + sign + margins;
    return {{job, job, job}, {user, user / 2, user}, {verdict, verdict, verdict},
        elastic(body.averageCharWidth() * 40)};
}

PlanModel::PlanModel(QObject *parent)
    : QAbstractItemModel(parent)
{
}

void PlanModel::setPlan(const Plan &plan)
{
    beginResetModel();
    m_plan = plan;
    m_groups.clear();
    for (const Action action : groupOrder) {
        Group group{action, {}};
        for (qsizetype i = 0; i < m_plan.actions.size(); ++i) {
            if (m_plan.actions[i].action == action)
                group.jobs.push_back(i);
        }
        if (!group.jobs.empty())
            m_groups.push_back(std::move(group));
    }
    endResetModel();
    Q_EMIT ticksChanged();
}

const PlannedAction *PlanModel::actionAt(const QModelIndex &index) const
{
    if (!index.isValid() || isGroup(index))
        return nullptr;
    const Group &group = m_groups[index.internalId() - 1];
    return &m_plan.actions[group.jobs[static_cast<size_t>(index.row())]];
}

QModelIndex PlanModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const auto id = parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : 0;
    return createIndex(row, column, id);
}

QModelIndex PlanModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || isGroup(index))
        return {};
    return createIndex(static_cast<int>(index.internalId() - 1), 0, quintptr(0));
}

int PlanModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_groups.size());
    if (!isGroup(parent) || parent.column() > 0)
        return 0;
    return static_cast<int>(m_groups[static_cast<size_t>(parent.row())].jobs.size());
}

int PlanModel::columnCount(const QModelIndex &) const
{
    return planColumnCount;
}

int PlanModel::tickedIn(const Group &group) const
{
    return static_cast<int>(
        std::ranges::count_if(group.jobs, [this](qsizetype job) { return m_plan.actions[job].isTicked; }));
}

QString PlanModel::titleOf(const Group &group) const
{
    const QString action = emberwatch::titleOf(group.action);
    const QString title = isChange(group.action) ? sentenceCase(action) : tr("Left alone: %1").arg(action);
    const auto all = static_cast<int>(group.jobs.size());
    const int ticked = tickedIn(group);
    const bool isPart = isChange(group.action) && ticked < all;
    return title + u" · "_s
        + (isPart ? tr("%1 of %2").arg(numberText(ticked), numberText(all)) : numberText(all));
}

QVariant PlanModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == IsGroupRole)
        return isGroup(index);
    if (const PlannedAction *job = actionAt(index))
        return jobData(*job, index.column(), role);
    return groupData(m_groups[static_cast<size_t>(index.row())], index.column(), role);
}

QVariant PlanModel::groupData(const Group &group, int column, int role) const
{
    if (column > 0)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return titleOf(group);
    case RowTable::SpanRole:
        return planColumnCount;
    case Qt::CheckStateRole: {
        if (!isChange(group.action))
            return {};
        const int ticked = tickedIn(group);
        return ticked == 0                                  ? Qt::Unchecked
            : ticked == static_cast<int>(group.jobs.size()) ? Qt::Checked
                                                            : Qt::PartiallyChecked;
    }
    default:
        return {};
    }
}

QVariant PlanModel::jobData(const PlannedAction &job, int column, int role) const
{
    if (role == ActionRole)
        return QVariant::fromValue(job);
    if (role == Qt::CheckStateRole && column == 0 && job.canBeTicked())
        return job.isTicked ? Qt::Checked : Qt::Unchecked;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    QString text;
    switch (static_cast<PlanColumn>(column)) {
    case PlanColumn::Job:
        text = displayText(job.promptId.value());
        break;
    case PlanColumn::User:
        text = job.userId.isEmpty() ? u"—"_s : displayText(job.userId.toUtf8());
        break;
    case PlanColumn::Verdict:
        text = lookOf(job.verdict).word;
        break;
    case PlanColumn::Why:
        text = isChange(job.action) ? job.sentence : job.reason;
        break;
    }
    return role == Qt::ToolTipRole ? toolTipText(text) : text;
}

bool PlanModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !(flags(index) & Qt::ItemIsUserCheckable))
        return false;
    const bool isTicked = value.toInt() == Qt::Checked;
    if (isGroup(index)) {
        tick(index.row(), isTicked);
    } else {
        const auto group = static_cast<int>(index.internalId() - 1);
        const qsizetype job = m_groups[static_cast<size_t>(group)].jobs[static_cast<size_t>(index.row())];
        m_plan.actions[job].isTicked = isTicked;
        Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
        tellGroup(group);
    }
    Q_EMIT ticksChanged();
    return true;
}

void PlanModel::tickAll(bool isTicked)
{
    for (int group = 0; group < rowCount(); ++group)
        tick(group, isTicked);
    Q_EMIT ticksChanged();
}

void PlanModel::tick(int group, bool isTicked)
{
    const Group &jobs = m_groups[static_cast<size_t>(group)];
    if (!isChange(jobs.action))
        return;
    for (const qsizetype job : jobs.jobs)
        m_plan.actions[job].isTicked = isTicked;
    const QModelIndex parent = index(group, 0);
    Q_EMIT dataChanged(index(0, 0, parent), index(rowCount(parent) - 1, 0, parent), {Qt::CheckStateRole});
    tellGroup(group);
}

void PlanModel::tellGroup(int group)
{
    const QModelIndex index = this->index(group, 0);
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole, Qt::DisplayRole});
}

Qt::ItemFlags PlanModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.column() == 0 && data(index, Qt::CheckStateRole).isValid())
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<PlanColumn>(section)) {
    case PlanColumn::Job:
        return tr("What will be done");
    case PlanColumn::User:
        return tr("User");
    case PlanColumn::Verdict:
        return tr("Verdict");
    case PlanColumn::Why:
        return tr("Why");
    }
    return {};
}

} // namespace emberwatch

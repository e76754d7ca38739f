// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/resultmodel.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "ui/recovery/outcomelook.h"
#include "ui/words/showntext.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

void ResultModel::setPlan(const Plan &plan)
{
    beginResetModel();
    m_rows.clear();
    m_places.clear();
    for (const PlannedAction &action : plan.actions) {
        m_users.insert(action.promptId, action.userId);
        if (!action.isTicked)
            continue;
        m_places.insert(action.promptId, m_rows.size());
        m_rows.append({action.promptId, action.action, std::nullopt});
    }
    endResetModel();
}

void ResultModel::takeEnds(const QList<RecoveredJob> &jobs)
{
    qsizetype first = m_rows.size();
    qsizetype last = -1;
    for (const RecoveredJob &job : jobs) {
        const auto place = m_places.constFind(job.promptId);
        if (place == m_places.constEnd())
            continue;
        m_rows[*place].job = job;
        first = std::min(first, *place);
        last = std::max(last, *place);
    }
    if (last >= 0)
        Q_EMIT dataChanged(
            index(static_cast<int>(first), 0), index(static_cast<int>(last), resultColumnCount - 1));
}

void ResultModel::append(const RecoveredJob &job)
{
    m_rows.append({job.promptId, job.action, job});
}

void ResultModel::setReport(const RecoveryReport &report)
{
    beginResetModel();
    m_rows.clear();
    m_places.clear();
    QList<RecoveryOutcome> order = outcomesInOrder();
    order.removeAll(RecoveryOutcome::Failed);
    order.prepend(RecoveryOutcome::Failed);
    for (const RecoveryOutcome outcome : std::as_const(order)) {
        for (const RecoveredJob &job : report.jobs) {
            if (job.outcome == outcome)
                append(job);
        }
    }
    endResetModel();
}

QList<RecoveredJob> ResultModel::failures() const
{
    QList<RecoveredJob> failed;
    for (const Row &row : m_rows) {
        if (row.job && row.job->outcome == RecoveryOutcome::Failed)
            failed.append(*row.job);
    }
    return failed;
}

int ResultModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ResultModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : resultColumnCount;
}

QString ResultModel::textOf(const Row &row, ResultColumn column) const
{
    switch (column) {
    case ResultColumn::Result:
        return lookOf(row.job ? std::optional(row.job->outcome) : std::nullopt).word;
    case ResultColumn::Job:
        return displayText(row.promptId.value());
    case ResultColumn::User: {
        const QString user = m_users.value(row.promptId);
        return user.isEmpty() ? u"—"_s : displayText(user.toUtf8());
    }
    case ResultColumn::What:
        break;
    }
    if (!row.job)
        return emberwatch::titleOf(row.action);
    QString text = displayText(row.job->reason.toUtf8());
    if (row.job->nextLook)
        text += u' ' + tr("Looked at again at %1.").arg(momentText(*row.job->nextLook, *row.job->nextLook));
    return text;
}

QVariant ResultModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const Row &row = m_rows[index.row()];
    const QString text = textOf(row, static_cast<ResultColumn>(index.column()));
    switch (role) {
    case Qt::DisplayRole:
        return text;
    case Qt::ToolTipRole:
        return toolTipText(text);
    case OutcomeRole:
        return row.job ? static_cast<int>(row.job->outcome) : -1;
    default:
        return {};
    }
}

QVariant ResultModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return titleOf(static_cast<ResultColumn>(section));
}

} // namespace emberwatch

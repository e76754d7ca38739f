// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/recordevidence.h"

#include "core/operations/readings.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// nullopt: not known, or in the future, which is no age.
std::optional<std::chrono::milliseconds> ageOf(const JobRecord &row)
{
    if (!row.readAt || !row.createdAt || *row.createdAt > *row.readAt)
        return std::nullopt;
    return *row.readAt - *row.createdAt;
}

void addWhatIsShown(RecordEvidence &evidence, const JobRecord &row)
{
    constexpr qsizetype errorAtMost = 200;
    evidence.userId = row.userId;
    evidence.error = row.error.value_or(QString()).left(errorAtMost);
    evidence.hasOutputs = row.outputs && !row.outputs->isEmpty() && *row.outputs != "null";
    evidence.createdAt = row.createdAt;
    evidence.updatedAt = row.updatedAt;
}

} // namespace

RecordFindings RecordFindings::unanswered(const QString &why, Timestamp now)
{
    RecordFindings findings;
    findings.m_trouble = why.isEmpty() ? u"no answer"_s : why;
    findings.m_at = now;
    return findings;
}

RecordFindings RecordFindings::statedAbsent(Timestamp now)
{
    RecordFindings findings;
    findings.m_isStatedAbsent = true;
    findings.m_at = now;
    return findings;
}

RecordFindings::RecordFindings(const QList<JobRecord> &rows, QHash<RecordId, OperationId> ours, Timestamp now)
    : m_ours(std::move(ours))
    , m_at(now)
{
    m_rows.reserve(rows.size());
    for (const JobRecord &row : rows)
        m_rows[row.promptId].append(row);
}

void RecordFindings::include(const RecordFindings &more)
{
    m_rows.insert(more.m_rows);
    m_ours.insert(more.m_ours);
    if (isAnswered())
        m_trouble = more.m_trouble;
}

RecordEvidence RecordFindings::of(const PromptId &id) const
{
    RecordEvidence evidence;
    evidence.at = m_at;
    evidence.trouble = m_trouble;
    if (!isAnswered())
        return evidence;
    evidence.isStatedAbsent = m_isStatedAbsent;
    evidence.request = m_isStatedAbsent ? QString() : u"SELECT by the promptId"_s;
    const auto found = m_rows.constFind(id);
    if (found == m_rows.constEnd()) {
        evidence.reading = RecordReading::Absent;
        return evidence;
    }
    evidence.rows = static_cast<int>(found->size());
    if (found->size() > 1) {
        evidence.reading = RecordReading::SeveralRows;
        return evidence;
    }
    const JobRecord &row = found->first();
    evidence.row = judgedRowOf(row);
    evidence.age = ageOf(row);
    addWhatIsShown(evidence, row);
    evidence.isFailedByUs = row.status == RecordStatus::Failed && m_ours.contains(row.id);
    if (row.status)
        evidence.reading = readingOf(*row.status);
    else
        evidence.trouble = u"the mapping does not know its status \"%1\""_s.arg(row.statusWord);
    return evidence;
}

const JobRecord *RecordFindings::recordOf(const PromptId &id) const
{
    const auto found = m_rows.constFind(id);
    return found == m_rows.constEnd() || found->size() != 1 ? nullptr : &found->first();
}

} // namespace emberwatch

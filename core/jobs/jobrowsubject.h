// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/expression.h"
#include "core/jobs/jobtable.h"

#include <array>
#include <chrono>
#include <vector>

namespace emberwatch {

/// A row of a table as the filter sees it. Remembers which shared texts match which term, so that a million
/// rows of a few thousand users cost a few thousand comparisons.
class JobRowSubject : public filter::Subject
{
public:
    /// @param table  outlives the subject
    JobRowSubject(const JobTable &table, std::chrono::milliseconds fullTtl);

    /// Forgets all answers: a number of a term means another term now.
    void setTermCount(int count);
    /// Forgets the answers for texts that have changed.
    void forget(const std::vector<StringUpdate> &strings);
    /// By the server's clock, milliseconds since the epoch.
    void setNow(qint64 serverNow) { m_now = serverNow; }
    void setRow(const JobRow &row) { m_row = &row; }

    [[nodiscard]] QByteArrayView text(filter::TextField field) const override;
    [[nodiscard]] std::optional<double> number(filter::NumberField field) const override;
    [[nodiscard]] bool matches(filter::TextField field, const filter::TextTerm &term) const override;

private:
    enum class Answer : quint8
    {
        NotAsked,
        No,
        Yes
    };
    using Answers = std::vector<Answer>;
    static constexpr size_t fieldCount = 5;

    [[nodiscard]] bool matchesId(const filter::TextTerm &term) const;
    [[nodiscard]] quint32 numberOfText(filter::TextField field) const;
    [[nodiscard]] Answer &answerFor(filter::TextField field, int term, quint32 text) const;

    const JobTable *m_table;
    std::chrono::milliseconds m_fullTtl;
    const JobRow *m_row = nullptr;
    qint64 m_now = 0;
    mutable std::vector<std::array<Answers, fieldCount>>
        m_answers; ///< by term and field, then number of text
    mutable std::array<char, 36> m_uuid{};
};

} // namespace emberwatch

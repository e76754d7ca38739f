// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/expression.h"
#include "core/triage/plan.h"

namespace emberwatch {

/// A judged job as the filter sees it, with the fields of filter::Vocabulary::Judged.
class JudgedSubject : public filter::Subject
{
public:
    /// @param job  outlives the subject
    explicit JudgedSubject(const JudgedJob &job);

    [[nodiscard]] QByteArrayView text(filter::TextField field) const override;
    [[nodiscard]] std::optional<double> number(filter::NumberField field) const override;

private:
    const JudgedJob &m_job;
    QByteArray m_type;
    QByteArray m_user;
    QByteArray m_server;
};

} // namespace emberwatch

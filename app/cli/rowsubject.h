// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/expression.h"
#include "core/jobs/jobrow.h"
#include "core/jobs/jobstate.h"
#include "core/jobs/jobtable.h"

namespace emberwatch::cli {

/// A row of the live table at one moment, as the filter sees it: without a look into the document. Refers to
/// all that it is made of.
class RowSubject : public filter::Subject
{
public:
    /// @param serverNow  age, silence and TTL are as of this moment
    RowSubject(const JobRow &row, const JobTable &table, const JobSchema &schema, Timestamp serverNow);
    [[nodiscard]] QByteArrayView text(filter::TextField field) const override;
    [[nodiscard]] std::optional<double> number(filter::NumberField field) const override;

private:
    [[nodiscard]] std::optional<double> age() const;
    [[nodiscard]] std::optional<double> silence() const;
    [[nodiscard]] std::optional<double> ttl() const;

    const JobRow &m_row;
    const JobTable &m_table;
    const JobSchema &m_schema;
    qint64 m_now;
    QByteArray m_id;
};

} // namespace emberwatch::cli

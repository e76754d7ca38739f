// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/filter/expression.h"
#include "core/jobs/jobdocument.h"
#include "core/jobs/joblisting.h"
#include "core/jobs/jobrow.h"
#include "core/jobs/jobstate.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace emberwatch::cli {

/// What is shown of one job at one moment. Holds as long as what it was made of: the document and the
/// parser's state.
struct JobLook
{
    QByteArrayView id; ///< in the key: the identity
    JobFields fields; ///< empty, with the reason, where the value cannot be read
    quint8 doubts = 0; ///< of JobDoubt
    QByteArray reason; ///< why it is unreadable or doubtful, in words, UTF-8
    std::optional<qint64> ageMs; ///< by the server's clock
    std::optional<qint64> silenceMs;
    std::optional<qint64> ttlMs;

    [[nodiscard]] bool isReadable() const { return fields.unreadable == Unreadable::No; }
};

/// A job of a listing.
/// @param id         of the key
/// @param serverNow  the server's clock when the job was read
[[nodiscard]] JobLook lookAt(
    const ListedJob &job, QByteArrayView id, JobParser &parser, const JobSchema &schema, Timestamp serverNow);

/// A job of the feed.
/// @param document   its value; empty where it could not be read
/// @param serverNow  the server's clock now: age, silence and TTL are as of this moment
[[nodiscard]] JobLook lookAt(const JobRow &row, QByteArrayView id, const QByteArray &document,
    const QByteArray &reason, JobParser &parser, const JobSchema &schema, Timestamp serverNow);

/// A look, as the filter sees it. Refers to the look.
class JobLookSubject : public filter::Subject
{
public:
    explicit JobLookSubject(const JobLook &look)
        : m_look(look)
    {
    }
    [[nodiscard]] QByteArrayView text(filter::TextField field) const override;
    [[nodiscard]] std::optional<double> number(filter::NumberField field) const override;

private:
    const JobLook &m_look;
};

} // namespace emberwatch::cli

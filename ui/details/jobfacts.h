// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/jobs/jobstore.h"
#include "ui/details/jobdetails.h"

#include <QList>
#include <QString>

#include <optional>

namespace emberwatch {

/// What only the document itself says.
struct ReadFacts
{
    std::optional<QString> character; ///< nullopt: the document has none, or cannot be read
    std::optional<QString> client;
    qint64 size = 0; ///< bytes
    bool operator==(const ReadFacts &) const = default;
};
[[nodiscard]] ReadFacts readFactsOf(const JobReading &reading);

/// One line of the details: what, and how it stands.
struct JobFact
{
    QString label;
    QString value; ///< a dash where the job does not say
    QString explanation; ///< for the tool tip
    bool isCode = false; ///< in monospace
    bool isDoubtful = false;
    bool operator==(const JobFact &) const = default;
};

/// Type, User, Character, Server, Client, Started, Last write, Expires in, Size: always all, in this order.
/// @param read       nullopt: not read yet
/// @param serverNow  the server's clock; of the last data where the feed is stale
[[nodiscard]] QList<JobFact> factsOf(const JobDetails &job, const std::optional<ReadFacts> &read,
    const JobSchema &schema, Timestamp serverNow);

/// What there is to doubt, a sentence each; empty for none.
[[nodiscard]] QString doubtSentences(quint8 doubts);

} // namespace emberwatch

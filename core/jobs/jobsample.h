// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobpagereader.h"
#include "core/jobs/jobrow.h"

#include <QByteArray>

#include <vector>

namespace emberwatch {

class NodeJobs;

/// The sample of known jobs that is read once a second, to find what no event announced (correctness.md 6.6):
/// up to 100 of one node, the next ones at each look, round and round.
class JobSample
{
public:
    /// @param jobs  outlives the sample
    explicit JobSample(NodeJobs *jobs);

    /// Keys to be read now; none of those that are marked to be read anyway.
    [[nodiscard]] std::vector<QByteArray> next();
    /// More than 20 % and more than 10 of those that were asked for are gone, and nothing said so.
    [[nodiscard]] bool isSuddenDrop(const JobPageReader::Page &page) const;
    void take(const JobPageReader::Page &page);

private:
    [[nodiscard]] std::ptrdiff_t missing(const JobPageReader::Page &page) const;

    NodeJobs *m_jobs;
    JobSlot m_cursor = 0;
};

} // namespace emberwatch

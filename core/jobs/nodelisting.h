// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/joblisting.h"

#include <QObject>

namespace emberwatch {

class NodeJobs;

/// One listing of a node, from SCAN to the certainty about what it did not name: SCAN's silence is no proof
/// of absence, so those jobs are asked for by name (correctness.md 6.5).
class NodeListing : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        QByteArray prefix;
        qsizetype sizeLimit = 0;
        bool isCareful = false; ///< sizes before values
        bool isFirst = false; ///< since connecting: everything it finds is news, nothing was missed
    };

    /// @param data, reader, jobs  outlive the listing
    NodeListing(redis::Connection *data, JobPageReader *reader, NodeJobs *jobs, Options options,
        QObject *parent = nullptr);

    void start();
    [[nodiscard]] qint64 loaded() const { return m_listing.listed(); }
    /// Changes found that no event had announced.
    [[nodiscard]] int drift() const { return m_drift; }

Q_SIGNALS:
    void progressed();
    void finished();
    void failed(const emberwatch::Error &why);

private:
    void takePage(const std::vector<ListedJob> &page);
    void confirmUnseen();
    [[nodiscard]] std::vector<QByteArray> unseenKeys();
    void confirm(std::vector<QByteArray> keys, bool isLast);
    void takeRead(const JobPageReader::Page &page);

    JobPageReader *m_reader;
    NodeJobs *m_jobs;
    Options m_options;
    JobListing m_listing;
    int m_drift = 0;
};

} // namespace emberwatch

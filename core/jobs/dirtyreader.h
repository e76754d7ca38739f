// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/jobs/jobpagereader.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace emberwatch {

class NodeJobs;

/// Reads the jobs that are marked as changed, once a frame and a page at a time; at most four times a second
/// each while the events come too fast (correctness.md 6.2). A job that is marked again while it is being
/// read is read again: there is one reading at a time, and marks that come meanwhile stay.
class DirtyReader : public QObject
{
    Q_OBJECT
public:
    using PageHandler = JobPageReader::PageHandler;

    /// @param jobs  outlives this
    DirtyReader(NodeJobs *jobs, std::chrono::milliseconds frame, PageHandler take, QObject *parent = nullptr);

    /// @param reader  valid until stop()
    void start(JobPageReader *reader);
    void stop();
    /// Something may be marked.
    void schedule();

    [[nodiscard]] bool isReading() const { return m_isReading; }
    void countEvent() { ++m_eventsThisSecond; }
    /// Once a second.
    void tick() { m_eventsLastSecond = std::exchange(m_eventsThisSecond, 0); }
    [[nodiscard]] bool isOverloaded() const;

Q_SIGNALS:
    void failed(const emberwatch::Error &why);

private:
    using Ms = std::chrono::milliseconds;

    void read();
    [[nodiscard]] std::vector<QByteArray> takeKeys();
    void finish(const Result<void> &result);

    NodeJobs *m_jobs;
    Ms m_frame;
    PageHandler m_take;
    JobPageReader *m_reader = nullptr;
    QTimer m_timer;
    Ms m_lastRead{0};
    bool m_isReading = false;
    qint64 m_eventsThisSecond = 0;
    qint64 m_eventsLastSecond = 0;
};

} // namespace emberwatch

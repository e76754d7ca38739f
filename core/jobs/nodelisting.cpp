// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/nodelisting.h"

#include "core/jobs/nodejobs.h"

namespace emberwatch {

namespace {

constexpr size_t confirmAtOnce = 1000; // keys of one MGET: below 1 ms of Redis

} // namespace

NodeListing::NodeListing(
    redis::Connection *data, JobPageReader *reader, NodeJobs *jobs, Options options, QObject *parent)
    : QObject(parent)
    , m_reader(reader)
    , m_jobs(jobs)
    , m_options(std::move(options))
    , m_listing(data, m_options.prefix, m_options.sizeLimit, JobListing::Repeats::Allow)
{
    m_listing.setCareful(m_options.isCareful);
    m_listing.setPageHandler([this](const std::vector<ListedJob> &page) { takePage(page); });
    connect(&m_listing, &JobListing::finished, this, &NodeListing::confirmUnseen);
    connect(&m_listing, &JobListing::failed, this, &NodeListing::failed);
}

void NodeListing::start()
{
    m_jobs->set().beginListing(m_jobs->node());
    m_listing.start();
}

void NodeListing::takePage(const std::vector<ListedJob> &page)
{
    for (const ListedJob &job : page) {
        if (m_options.isFirst)
            m_jobs->observe(job);
        else if (m_jobs->observeByLooking(job))
            ++m_drift;
    }
    Q_EMIT progressed();
}

void NodeListing::confirmUnseen()
{
    const std::vector<QByteArray> keys = unseenKeys();
    if (keys.empty()) {
        Q_EMIT finished();
        return;
    }
    // The reads go out in pieces and are answered in order: the last one completes the listing.
    for (size_t from = 0; from < keys.size(); from += confirmAtOnce) {
        const size_t to = std::min(from + confirmAtOnce, keys.size());
        const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(from);
        confirm({begin, keys.begin() + static_cast<std::ptrdiff_t>(to)}, to == keys.size());
    }
}

std::vector<QByteArray> NodeListing::unseenKeys()
{
    std::vector<QByteArray> keys;
    for (const JobSlot slot : m_jobs->set().unseen(m_jobs->node())) {
        keys.push_back(m_jobs->keyOf(slot));
        const QByteArray &key = keys.back();
        if (!m_options.isFirst && !m_jobs->wasAnnounced(key) && !m_jobs->isPastDeadline(key))
            ++m_drift;
    }
    return keys;
}

void NodeListing::confirm(std::vector<QByteArray> keys, bool isLast)
{
    m_reader->read(
        std::move(keys), [this](const JobPageReader::Page &page) { takeRead(page); },
        [this, isLast](const Result<void> &result) {
            if (!result)
                Q_EMIT failed(result.error());
            else if (isLast)
                Q_EMIT finished();
        });
}

void NodeListing::takeRead(const JobPageReader::Page &page)
{
    m_jobs->take(page);
    Q_EMIT progressed();
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/joblisting.h"

#include "core/jobs/jobkey.h"
#include "core/jobs/keyset.h"
#include "core/redis/connection.h"
#include "core/redis/replyerror.h"

#include <deque>

namespace emberwatch {

using redis::Commands;
using redis::Reply;

namespace {

constexpr int scanCount = 500;
constexpr size_t pageKeys = 250; ///< read as soon as SCAN has named so many
constexpr int pagesAhead = 2; ///< pages whose values are under way at most
constexpr std::chrono::milliseconds listingTimeout{10'000};

} // namespace

class JobListing::Private
{
public:
    Private(JobListing *q_, redis::Connection *connection_, QByteArray prefix, qsizetype sizeLimit,
        Repeats repeats_)
        : q(q_)
        , connection(connection_)
        , pattern(globEscaped(prefix) + '*')
        , reader(connection_, sizeLimit)
        , repeats(repeats_)
    {
    }

    void scan();
    void takeKeys(const Reply &reply);
    void readPage();
    void pageDone(const Result<void> &result);
    void proceed();
    void fail(const Error &error);

    JobListing *q;
    redis::Connection *connection;
    QByteArray pattern;
    JobPageReader reader;
    Repeats repeats;
    PageHandler handler;
    KeySet seen;
    std::vector<QByteArray> keys; ///< named by SCAN, not asked for yet
    QByteArray cursor = "0";
    bool scanUnderWay = false;
    bool scanComplete = false;
    bool failed = false;
    bool isPaused = false;
    int pagesUnderWay = 0;
    qint64 listed = 0;
};

void JobListing::Private::scan()
{
    scanUnderWay = true;
    const QByteArray count = QByteArray::number(scanCount);
    const Commands command{"SCAN", cursor, "MATCH", pattern, "COUNT", count};
    connection->send(command, q, listingTimeout, [this](Result<Reply> reply) {
        scanUnderWay = false;
        if (!reply)
            return fail(reply.error());
        takeKeys(*reply);
    });
}

void JobListing::Private::takeKeys(const Reply &reply)
{
    const auto answer = redis::checked(reply.root().at(0));
    if (!answer)
        return fail(answer.error());
    if (answer->size() != 2)
        return fail(
            {Error::Kind::Protocol, QStringLiteral("SCAN answered something else than cursor and keys")});
    cursor = answer->at(0).bytes().toByteArray();
    scanComplete = cursor == "0";
    for (const Reply::View key : answer->at(1)) {
        if (repeats == Repeats::Allow || seen.insert(key.bytes()))
            keys.push_back(key.bytes().toByteArray());
    }
    proceed();
}

void JobListing::Private::readPage()
{
    ++pagesUnderWay;
    reader.read(
        std::exchange(keys, {}),
        [this](const JobPageReader::Page &page) {
            listed += static_cast<qint64>(page.present.size());
            handler(page.present);
        },
        [this](const Result<void> &result) { pageDone(result); });
}

void JobListing::Private::pageDone(const Result<void> &result)
{
    --pagesUnderWay;
    if (!result)
        return fail(result.error());
    proceed();
}

void JobListing::Private::proceed()
{
    if (failed || isPaused)
        return;
    const bool isPageDue
        = pagesUnderWay < pagesAhead && (keys.size() >= pageKeys || (scanComplete && !keys.empty()));
    // The next SCAN goes out before the reads of this page: its answer comes first, so the reads of the next
    // page are with the server while we parse this one.
    if (!scanComplete && !scanUnderWay && (isPageDue || keys.size() < pageKeys))
        scan();
    if (isPageDue)
        readPage();
    if (scanComplete && keys.empty() && pagesUnderWay == 0)
        Q_EMIT q->finished();
}

void JobListing::Private::fail(const Error &error)
{
    if (std::exchange(failed, true))
        return;
    Q_EMIT q->failed(error);
}

JobListing::JobListing(
    redis::Connection *connection, QByteArray prefix, qsizetype sizeLimit, Repeats repeats, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, connection, std::move(prefix), sizeLimit, repeats))
{
}

JobListing::~JobListing() = default;

void JobListing::setPageHandler(PageHandler handler)
{
    d->handler = std::move(handler);
}

void JobListing::setCareful(bool careful)
{
    d->reader.setCareful(careful);
}

void JobListing::setPaused(bool paused)
{
    if (std::exchange(d->isPaused, paused) && !paused)
        d->proceed();
}

void JobListing::start()
{
    d->scan();
}

qint64 JobListing::listed() const
{
    return d->listed;
}

} // namespace emberwatch

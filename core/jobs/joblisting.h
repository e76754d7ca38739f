// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/jobs/jobpagereader.h"

#include <QByteArray>
#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace emberwatch {

namespace redis {
class Connection;
}

/// Lists all keys under a prefix of one node: SCAN COUNT 500 with an escaped MATCH, the reads of one page
/// and the SCAN of the next in flight together. Never KEYS.
class JobListing : public QObject
{
    Q_OBJECT
public:
    enum class Repeats
    {
        Skip, ///< a key that SCAN names twice is listed once; costs about 40 bytes a key
        Allow, ///< the receiver does not mind
    };
    using PageHandler = std::function<void(const std::vector<ListedJob> &)>;

    /// @param connection  ready, and outlives the listing
    JobListing(redis::Connection *connection, QByteArray prefix, qsizetype sizeLimit, Repeats repeats,
        QObject *parent = nullptr);
    ~JobListing() override;

    void setPageHandler(PageHandler handler);
    void setCareful(bool careful);
    void start();
    /// Asks for no more pages until it is taken back; those under way still come. For a receiver that has to
    /// wait itself: the server keeps nothing of a listing, so it may pause as long as it likes.
    void setPaused(bool paused);
    /// Keys handed out so far.
    [[nodiscard]] qint64 listed() const;

Q_SIGNALS:
    /// Complete: every key that existed during the whole listing was handed out.
    void finished();
    void failed(const emberwatch::Error &why);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch

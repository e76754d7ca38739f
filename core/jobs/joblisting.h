// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/jobs/jobstate.h"
#include "core/redis/reply.h"

#include <QByteArray>
#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace emberwatch {

namespace redis {
class Connection;
}

/// One page of a listing: keys that exist, each with its value and TTL, valid while the page is being handled.
struct ListedJob
{
    QByteArrayView key;
    QByteArrayView value; ///< padded (redis::Reply::padding); empty where `redisType` or `size` say why
    bool hasValue = false;
    QByteArrayView redisType; ///< set only where the key is not a string
    qint64 size = 0; ///< bytes of the value, known even where it was too large to be read
    qint64 pttl = -1; ///< ms; -1: never expires
};

/// Lists all keys under a prefix of one node: SCAN COUNT 1000 with an escaped MATCH, and in one write the MGET and
/// the PTTLs of one page together with the SCAN of the next. Never KEYS. Keys that SCAN names twice are listed once.
/// A page whose values are too large for one reply is read again with STRLEN first. nil in an MGET is asked with
/// TYPE: "none" is skipped (gone meanwhile), any other type is listed as such.
class JobListing : public QObject
{
    Q_OBJECT
public:
    using PageHandler = std::function<void(const std::vector<ListedJob> &)>;
    /// @param connection  ready, and outlives the listing
    JobListing(redis::Connection *connection, QByteArray prefix, qsizetype sizeLimit, QObject *parent = nullptr);
    ~JobListing() override;

    void setPageHandler(PageHandler handler);
    void start();
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace emberwatch {

namespace redis {
class Connection;
}

/// A key that exists, with its value and TTL. The views hold while the page is being handled.
struct ListedJob
{
    QByteArrayView key;
    QByteArrayView value; ///< padded (redis::Reply::padding); empty unless `hasValue`
    bool hasValue = false; ///< false: not a string (`redisType`) or larger than the limit (`size`)
    QByteArrayView redisType; ///< set only where the key is not a string
    qint64 size = 0; ///< bytes of a string, known even where it was too large to be read
    qint64 pttl = -1; ///< ms; -1: never expires
};

/// Reads named keys of one node: MGET and PTTLs in one write, then STRLEN and TYPE for what needs a second
/// look. A value above the size limit is reported by its size; one that is absent by PTTL's own word (-2) as
/// absent.
class JobPageReader : public QObject
{
    Q_OBJECT
public:
    /// @param present  what exists; @param absent  keys that do not
    using Done = std::function<void(Result<void>)>;
    struct Page
    {
        std::vector<ListedJob> present;
        std::vector<QByteArrayView> absent;
    };
    using PageHandler = std::function<void(const Page &)>;

    /// @param connection  ready, and outlives the reader
    JobPageReader(redis::Connection *connection, qsizetype sizeLimit, QObject *parent = nullptr);
    ~JobPageReader() override;

    /// Asks STRLEN before every value from now on: for servers whose values broke a limit.
    void setCareful(bool careful);
    /// Sends the reads. `page` may be called more than once (what needs a second look comes later), then
    /// `done`.
    void read(std::vector<QByteArray> keys, PageHandler page, Done done);

private:
    class Private;
    std::shared_ptr<Private> d;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>

namespace emberwatch::bench {

/// What any program that reads all jobs has to do, and nothing else: SCAN, MGET and PTTL in a blocking loop
/// with hiredis' own reader and reply objects; the replies are thrown away. Over a plain socket or OpenSSL.
class RawReader
{
public:
    struct Io
    {
        std::function<bool(const char *data, size_t size)> write;
        std::function<long(char *data, size_t size)> read; ///< bytes, <= 0 at the end
        std::function<void()> close;
    };
    [[nodiscard]] static Io plain(quint16 port);
    [[nodiscard]] static Io tls(quint16 port, const QString &caFile);

    explicit RawReader(Io io);
    ~RawReader();

    /// @return number of keys read; -1 on any error
    [[nodiscard]] qint64 readAll(const QByteArray &pattern);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch::bench

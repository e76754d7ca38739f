// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/rawreader.h"

#include <hiredis/hiredis.h>

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string>
#include <vector>

namespace emberwatch::bench {

namespace {

int connectTo(quint16 port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
        return -1;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

void append(std::string &to, const std::vector<std::string> &words)
{
    std::vector<const char *> texts;
    std::vector<size_t> sizes;
    for (const std::string &word : words) {
        texts.push_back(word.data());
        sizes.push_back(word.size());
    }
    char *command = nullptr;
    const int size
        = redisFormatCommandArgv(&command, static_cast<int>(words.size()), texts.data(), sizes.data());
    to.append(command, static_cast<size_t>(size));
    free(command);
}

} // namespace

RawReader::Io RawReader::plain(quint16 port)
{
    const int socket = connectTo(port);
    return {[socket](const char *data, size_t size) {
                while (size > 0) {
                    const auto sent = ::send(socket, data, size, MSG_NOSIGNAL);
                    if (sent <= 0)
                        return false;
                    data += sent;
                    size -= static_cast<size_t>(sent);
                }
                return true;
            },
        [socket](char *data, size_t size) { return static_cast<long>(::recv(socket, data, size, 0)); },
        [socket] { ::close(socket); }};
}

RawReader::Io RawReader::tls(quint16 port, const QString &caFile)
{
    const int socket = connectTo(port);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_load_verify_locations(context, caFile.toLocal8Bit().constData(), nullptr);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL *ssl = SSL_new(context);
    SSL_set_fd(ssl, socket);
    const bool isUp = SSL_connect(ssl) == 1;
    return {[ssl, isUp](const char *data, size_t size) {
                return isUp && SSL_write(ssl, data, static_cast<int>(size)) == static_cast<int>(size);
            },
        [ssl, isUp](char *data, size_t size) {
            return isUp ? static_cast<long>(SSL_read(ssl, data, static_cast<int>(size))) : -1L;
        },
        [ssl, context, socket] {
            SSL_free(ssl);
            SSL_CTX_free(context);
            ::close(socket);
        }};
}

class RawReader::Private
{
public:
    redisReply *next()
    {
        void *reply = nullptr;
        while (redisReaderGetReply(reader, &reply) == REDIS_OK) {
            if (reply)
                return static_cast<redisReply *>(reply);
            const long got = io.read(buffer.data(), buffer.size());
            if (got <= 0 || redisReaderFeed(reader, buffer.data(), static_cast<size_t>(got)) != REDIS_OK)
                return nullptr;
        }
        return nullptr;
    }

    bool skip(size_t replies)
    {
        for (size_t i = 0; i < replies; ++i) {
            redisReply *reply = next();
            if (!reply)
                return false;
            freeReplyObject(reply);
        }
        return true;
    }

    Io io;
    redisReader *reader = redisReaderCreate();
    std::array<char, 64 * 1024> buffer;
};

RawReader::RawReader(Io io)
    : d(std::make_unique<Private>())
{
    d->io = std::move(io);
}

RawReader::~RawReader()
{
    redisReaderFree(d->reader);
    d->io.close();
}

qint64 RawReader::readAll(const QByteArray &pattern)
{
    qint64 keys = 0;
    std::string cursor = "0";
    do {
        std::string request;
        append(request, {"SCAN", cursor, "MATCH", pattern.toStdString(), "COUNT", "1000"});
        if (!d->io.write(request.data(), request.size()))
            return -1;
        redisReply *page = d->next();
        if (!page || page->type != REDIS_REPLY_ARRAY)
            return -1;
        cursor = page->element[0]->str;
        const redisReply *names = page->element[1];
        request.clear();
        std::vector<std::string> mget{"MGET"};
        for (size_t i = 0; i < names->elements; ++i)
            mget.emplace_back(names->element[i]->str, static_cast<size_t>(names->element[i]->len));
        if (names->elements > 0) {
            append(request, mget);
            for (size_t i = 1; i < mget.size(); ++i)
                append(request, {"PTTL", mget[i]});
            if (!d->io.write(request.data(), request.size()) || !d->skip(mget.size()))
                return -1;
        }
        keys += static_cast<qint64>(names->elements);
        freeReplyObject(page);
    } while (cursor != "0");
    return keys;
}

} // namespace emberwatch::bench

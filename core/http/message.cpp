// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/message.h"

#include <algorithm>

namespace emberwatch::http {

namespace {

bool isTokenCharacter(char c)
{
    const bool isAlphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return isAlphanumeric || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

void append(QByteArray &to, QByteArrayView name, QByteArrayView value)
{
    to.append(name).append(": ").append(value).append("\r\n");
}

} // namespace

bool isSafe(const Request &request)
{
    return request.method == "GET" || request.method == "HEAD";
}

QByteArray encode(const Request &request, const QByteArray &host, const QList<Header> &headers)
{
    QByteArray bytes;
    bytes.reserve(256 + request.target.size() + request.body.size());
    bytes.append(request.method).append(' ').append(request.target).append(" HTTP/1.1\r\n");
    append(bytes, "Host", host);
    append(bytes, "User-Agent", "emberwatch");
    append(bytes, "Accept", "*/*");
    // Compressed bodies would need a bound of their own.
    append(bytes, "Accept-Encoding", "identity");
    for (const Header &header : headers)
        append(bytes, header.name, header.value.reveal());
    if (!isSafe(request)) {
        append(bytes, "Content-Type", request.contentType);
        append(bytes, "Content-Length", QByteArray::number(request.body.size()));
    }
    bytes.append("\r\n").append(request.body);
    return bytes;
}

bool isHeader(const Header &header)
{
    const QByteArray &value = header.value.reveal();
    return !header.name.isEmpty() && std::all_of(header.name.begin(), header.name.end(), isTokenCharacter)
        && std::none_of(value.begin(), value.end(), isControl);
}

} // namespace emberwatch::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/picture.h"

#include <QtEndian>

namespace emberwatch::comfysim {

namespace {

QByteArray bigEndian(quint32 value)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

/// PNG specification, annex D.
quint32 crc(const QByteArray &bytes)
{
    constexpr quint32 polynomial = 0xedb88320;
    quint32 sum = 0xffffffff;
    for (const char byte : bytes) {
        sum ^= static_cast<quint8>(byte);
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum & 1) ? polynomial ^ (sum >> 1) : sum >> 1;
    }
    return ~sum;
}

QByteArray chunk(const QByteArray &type, const QByteArray &data)
{
    return bigEndian(static_cast<quint32>(data.size())) + type + data + bigEndian(crc(type + data));
}

QByteArray pixels(int edge, quint32 rgb)
{
    QByteArray row(1, '\0'); // no filter
    const QByteArray pixel = bigEndian(rgb).mid(1);
    for (int i = 0; i < edge; ++i)
        row += pixel;
    constexpr int lengthPrefix = 4; // qCompress puts it before the zlib stream
    return qCompress(row.repeated(edge)).mid(lengthPrefix);
}

} // namespace

QByteArray pngPicture(int edge, quint32 rgb, const QList<std::pair<QByteArray, QByteArray>> &texts)
{
    const QByteArray eightBitsOfRgb("\x08\x02\x00\x00\x00", 5);
    const QByteArray size = bigEndian(static_cast<quint32>(edge));
    QByteArray png("\x89PNG\r\n\x1a\n");
    png += chunk("IHDR", size + size + eightBitsOfRgb);
    for (const auto &[keyword, text] : texts)
        png += chunk("tEXt", keyword + '\0' + text);
    png += chunk("IDAT", pixels(edge, rgb));
    return png + chunk("IEND", {});
}

} // namespace emberwatch::comfysim

// SPDX-License-Identifier: GPL-3.0-or-later
#include "dice.h"

#include <QUuid>

namespace emberwatch::demo {

QByteArray Dice::uuid()
{
    const quint64 words[2] = {bits(), bits()};
    QByteArray bytes(reinterpret_cast<const char *>(words), sizeof words);
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    return QUuid::fromRfc4122(bytes).toByteArray(QUuid::WithoutBraces);
}

} // namespace emberwatch::demo

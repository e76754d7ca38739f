// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/identifier.h"

#include <QUuid>

namespace emberwatch::comfysim {

QByteArray newIdentifier()
{
    return QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
}

bool isUuid(const QByteArray &text)
{
    constexpr qsizetype length = 36;
    return text.size() == length && text == QUuid(text).toByteArray(QUuid::WithoutBraces);
}

} // namespace emberwatch::comfysim

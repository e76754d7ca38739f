// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/behaviour.h"

#include <QList>
#include <QString>

using namespace Qt::StringLiterals;

namespace emberwatch::comfysim {

std::optional<Behaviour> Behaviour::named(QStringView text)
{
    if (text == "old"_L1)
        return Behaviour({0, 3, 28});
    if (text == "middle"_L1)
        return Behaviour({0, 3, 64});
    if (text == "new"_L1)
        return Behaviour({0, 33, 0});
    const QList<QStringView> parts = text.split(u'.');
    if (parts.size() < 2 || parts.size() > 3)
        return std::nullopt;
    Version version{0, 0, 0};
    for (qsizetype i = 0; i < parts.size(); ++i) {
        bool isNumber = false;
        version.at(static_cast<size_t>(i)) = parts.at(i).toInt(&isNumber);
        if (!isNumber)
            return std::nullopt;
    }
    return Behaviour(version);
}

QByteArray Behaviour::versionText() const
{
    QByteArray text;
    for (const int part : m_version)
        text += (text.isEmpty() ? "" : ".") + QByteArray::number(part);
    return text;
}

} // namespace emberwatch::comfysim

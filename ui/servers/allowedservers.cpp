// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/allowedservers.h"

#include <QRegularExpression>

namespace emberwatch {

using namespace Qt::StringLiterals;

bool AllowedServers::isGiven(const comfyui::ServerAddress &server) const
{
    for (const QString &entry : given) {
        if (comfyui::ServerAddress::fromText(entry) == server)
            return true;
    }
    return false;
}

void AllowedServers::choose(const QString &entry)
{
    if (!chosen.contains(entry))
        chosen.append(entry);
}

comfyui::ServerAllowList AllowedServers::list() const
{
    QStringList usable;
    for (const QString &entry : given + chosen) {
        if (comfyui::ServerAllowList::fromTexts({entry}))
            usable.append(entry);
    }
    return comfyui::ServerAllowList::fromTexts(usable).value_or(comfyui::ServerAllowList());
}

QStringList serversFromText(const QString &text)
{
    static const QRegularExpression apart(u"[,\\s]+"_s);
    return text.split(apart, Qt::SkipEmptyParts);
}

} // namespace emberwatch

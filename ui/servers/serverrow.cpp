// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/serverrow.h"

#include <QCollator>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using comfyui::ServerAddress;
using comfyui::ServerLook;

namespace {

ServerRow::State stateOf(const ServerRow &row)
{
    if (row.address.isNull())
        return ServerRow::State::NoAddress;
    if (!row.isAllowed)
        return ServerRow::State::NotAllowed;
    if (!row.look || row.look->state == ServerLook::State::Asking)
        return ServerRow::State::Asking;
    if (row.look->state == ServerLook::State::Reachable)
        return ServerRow::State::Reachable;
    return row.look->refused.isEmpty() ? ServerRow::State::Unreachable : ServerRow::State::AddressRefused;
}

QString quotedForFilter(QString text)
{
    text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u"server:\""_s + text + u'"';
}

ServerRow rowOf(const NamedServer &named)
{
    ServerRow row;
    row.address = named.address;
    row.key = named.address.isNull() ? named.spellings.value(0) : named.address.text();
    row.spellings = named.spellings;
    row.jobs = named.jobs;
    return row;
}

void sortByName(QList<ServerRow> &rows)
{
    QCollator collator(QLocale(QLocale::English)); // the C locale knows no numbers
    collator.setNumericMode(true);
    std::ranges::sort(rows, [&collator](const ServerRow &a, const ServerRow &b) {
        if (a.address.isNull() != b.address.isNull())
            return b.address.isNull();
        const int order = collator.compare(a.key, b.key);
        return order != 0 ? order < 0 : a.key < b.key;
    });
}

} // namespace

QString ServerRow::entryToAllow() const
{
    if (state == State::NotAllowed)
        return key;
    if (state != State::AddressRefused)
        return {};
    const QHostAddress &refused = look->refused.constFirst();
    const bool isIpv6 = refused.protocol() == QAbstractSocket::IPv6Protocol;
    return refused.toString() + (isIpv6 ? u"/128"_s : u"/32"_s);
}

QString ServerRow::jobFilter() const
{
    QStringList terms;
    for (const QString &spelling : spellings)
        terms.append(quotedForFilter(spelling));
    const QString either = terms.join(u" OR "_s);
    return terms.size() > 1 ? u'(' + either + u')' : either;
}

QList<ServerRow> serverRowsOf(const AllowedServers &allowed, const QHash<ServerAddress, ServerLook> &looks,
    const QList<NamedServer> &named, const FindJob &findJob)
{
    QList<ServerRow> rows;
    for (const NamedServer &server : named)
        rows.append(rowOf(server));
    const QList<ServerAddress> servers = allowed.list().servers();
    for (const ServerAddress &server : servers) {
        if (std::ranges::find(rows, server, &ServerRow::address) == rows.end())
            rows.append(rowOf({server, {}, 0}));
    }
    for (ServerRow &row : rows) {
        row.isAllowed = servers.contains(row.address);
        row.isGiven = row.isAllowed && allowed.isGiven(row.address);
        if (const auto look = looks.constFind(row.address); row.isAllowed && look != looks.constEnd())
            row.look = *look;
        row.state = stateOf(row);
        if (row.look && row.look->queue && !row.look->queue->running.isEmpty())
            row.running = findJob(row.look->queue->running.constFirst().promptId);
    }
    sortByName(rows);
    return rows;
}

} // namespace emberwatch

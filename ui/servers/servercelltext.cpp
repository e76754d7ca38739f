// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/servercelltext.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "ui/words/numbertext.h"

#include <QCoreApplication>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using comfyui::ServerLook;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ServerTable)
};

constexpr quint16 usualPort = 8188;

QString dash()
{
    return u"—"_s;
}

QString why(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Network:
        if (error.message.contains("refused"_L1, Qt::CaseInsensitive))
            return Words::tr("connection refused");
        if (error.message.contains("not found"_L1, Qt::CaseInsensitive))
            return Words::tr("its name is not known");
        return Words::tr("no connection");
    case Error::Kind::Timeout:
        return Words::tr("no answer in time");
    case Error::Kind::Tls:
        return Words::tr("it could not prove who it is");
    case Error::Kind::Protocol:
    case Error::Kind::Parse:
        return Words::tr("its answer is not ComfyUI's");
    default:
        return displayText(error.message.toUtf8());
    }
}

QString unreachableNote(const ServerLook &look, Timestamp now)
{
    QString text = Words::tr("No answer since %1").arg(momentText(look.since, now));
    if (look.error)
        text += Words::tr(" (%1)", "reason of a failure").arg(why(*look.error));
    text += u". "_s;
    if (!look.nextLook)
        return text + Words::tr("Being asked again.");
    return text + Words::tr("Asked again in %1.").arg(durationText(*look.nextLook - now));
}

QString refusedNote(const ServerRow &row)
{
    QStringList addresses;
    for (const QHostAddress &address : row.look->refused)
        addresses.append(address.toString());
    return Words::tr("Its name stands for %1, which nobody has allowed. Nothing was sent.")
        .arg(addresses.join(u", "_s));
}

qsizetype runningCount(const ServerRow &row)
{
    return row.look && row.look->queue ? row.look->queue->running.size() : 0;
}

QString runningText(const ServerRow &row)
{
    if (!row.look || !row.look->queue)
        return dash();
    const auto &running = row.look->queue->running;
    if (running.isEmpty())
        //: the server runs nothing
        return Words::tr("idle");
    const QString percent = row.running && row.running->progress
        ? QString::number(static_cast<int>(*row.running->progress)) + u" %"_s
        : dash();
    return percent + u"  "_s + displayText(running.constFirst().promptId.value());
}

QString runningToolTip(const ServerRow &row)
{
    if (runningCount(row) == 0)
        return runningText(row);
    QStringList lines;
    for (const comfyui::QueueItem &item : row.look->queue->running)
        lines.append(displayText(item.promptId.value()));
    if (!row.running)
        lines.append(Words::tr("Redis has no such job: its progress is not known here."));
    else if (!row.running->progress)
        lines.append(Words::tr("Its producer has reported no progress yet."));
    else if (!row.running->type.isEmpty())
        lines.append(row.running->type);
    return lines.join(u'\n');
}

QString latencyText(const ServerRow &row)
{
    if (!row.look || row.look->latencies.isEmpty())
        return dash();
    return Words::tr("%1 ms", "milliseconds").arg(numberText(row.look->latencies.constLast().count()));
}

QString latencyToolTip(const ServerRow &row)
{
    if (!row.look || row.look->latencies.isEmpty())
        return {};
    const auto [least, most] = std::ranges::minmax(row.look->latencies);
    return Words::tr(
        "%1 to %2 ms in the last %n look(s)", nullptr, static_cast<int>(row.look->latencies.size()))
        .arg(numberText(least.count()), numberText(most.count()));
}

QString accessText(const ServerRow &row)
{
    const QStringList words = accessWords();
    switch (row.state) {
    case ServerRow::State::NotAllowed:
    case ServerRow::State::AddressRefused:
        return words[0];
    case ServerRow::State::NoAddress:
        return dash();
    default:
        return words[1];
    }
}

QString accessToolTip(const ServerRow &row)
{
    switch (row.state) {
    case ServerRow::State::NotAllowed:
        return Words::tr(
            "Allow %1: Emberwatch then asks it for its queue every few seconds. It changes nothing there.")
            .arg(row.key);
    case ServerRow::State::AddressRefused:
        return Words::tr("Allow %1 as well").arg(row.look->refused.constFirst().toString());
    case ServerRow::State::NoAddress:
        return Words::tr("This is no address of a server: nothing can be asked.");
    default:
        break;
    }
    return row.isGiven ? Words::tr("Allowed by an option or by COMFYUI_SERVERS")
                       : Words::tr("Allowed by you, remembered for this Redis");
}

} // namespace

ServerStateLook lookOf(ServerRow::State state)
{
    switch (state) {
    case ServerRow::State::NotAllowed:
        //: a server that nobody has allowed
        return {Words::tr("not contacted"), Icon::Lock, &Colors::third};
    case ServerRow::State::NoAddress:
        return {Words::tr("no address"), Icon::Unreadable, &Colors::warning};
    case ServerRow::State::AddressRefused:
        return {Words::tr("not contacted"), Icon::Lock, &Colors::warning};
    case ServerRow::State::Asking:
        return {Words::tr("asking"), Icon::Connecting, &Colors::second};
    case ServerRow::State::Reachable:
        return {Words::tr("reachable"), Icon::Live, &Colors::completed};
    case ServerRow::State::Unreachable:
        break;
    }
    return {Words::tr("unreachable"), Icon::Stale, &Colors::failed};
}

QStringList stateWords()
{
    QStringList words;
    for (const auto state :
        {ServerRow::State::NotAllowed, ServerRow::State::NoAddress, ServerRow::State::AddressRefused,
            ServerRow::State::Asking, ServerRow::State::Reachable, ServerRow::State::Unreachable})
        words.append(lookOf(state).word);
    return words;
}

QStringList accessWords()
{
    //: a button in the row of a server; and its state afterwards
    return {Words::tr("Allow"), Words::tr("allowed")};
}

bool hasNote(const ServerRow &row)
{
    return row.state != ServerRow::State::Reachable;
}

QString noteOf(const ServerRow &row, Timestamp now)
{
    switch (row.state) {
    case ServerRow::State::NotAllowed:
        return Words::tr("Nobody has allowed it yet. Nothing was sent to it.");
    case ServerRow::State::NoAddress:
        return Words::tr("What these jobs name is no address of a server.");
    case ServerRow::State::AddressRefused:
        return refusedNote(row);
    case ServerRow::State::Asking:
        return Words::tr("Asked for the first time.");
    case ServerRow::State::Unreachable:
        return unreachableNote(*row.look, now);
    case ServerRow::State::Reachable:
        break;
    }
    return {};
}

QString serverTitle(const ServerRow &row)
{
    if (row.address.isNull())
        return displayText(row.key.toUtf8());
    if (row.address.isTls() || !row.address.prefix().isEmpty())
        return row.address.text();
    const QString host = row.address.host();
    return row.address.port() == usualPort ? host : row.address.text().mid(u"http://"_s.size());
}

QString serverCellText(ServerColumn column, const ServerRow &row, Timestamp now)
{
    switch (column) {
    case ServerColumn::Server:
        return serverTitle(row);
    case ServerColumn::State:
        return lookOf(row.state).word;
    case ServerColumn::Version:
        if (hasNote(row))
            return noteOf(row, now);
        return row.look->versionText.isEmpty() ? dash() : displayText(row.look->versionText.toUtf8());
    case ServerColumn::Waiting:
        return row.look && row.look->queue ? numberText(row.look->queue->pending.size()) : dash();
    case ServerColumn::Running:
        return runningText(row);
    case ServerColumn::Latency:
        return latencyText(row);
    case ServerColumn::Jobs:
        return numberText(row.jobs);
    case ServerColumn::Access:
        return accessText(row);
    }
    return {};
}

QString serverCellToolTip(ServerColumn column, const ServerRow &row, Timestamp now)
{
    if (column >= firstNoteColumn && column < ServerColumn::Jobs && hasNote(row)) {
        const QString note = noteOf(row, now);
        return row.look && row.look->error ? note + u'\n' + displayText(row.look->error->message.toUtf8())
                                           : note;
    }
    switch (column) {
    case ServerColumn::Server:
        return displayText(row.key.toUtf8());
    case ServerColumn::State:
        return row.look ? Words::tr("Since %1").arg(exactMomentText(row.look->since))
                        : lookOf(row.state).word;
    case ServerColumn::Waiting:
        return Words::tr("%n job(s) waiting in its queue, ours or not", nullptr,
            static_cast<int>(row.look->queue ? row.look->queue->pending.size() : 0));
    case ServerColumn::Running:
        return runningToolTip(row);
    case ServerColumn::Latency:
        return latencyToolTip(row);
    case ServerColumn::Jobs:
        return row.jobs == 0
            ? Words::tr("No live job names it")
            : Words::tr("Named by %n live job(s): show them", nullptr, static_cast<int>(row.jobs));
    case ServerColumn::Access:
        return accessToolTip(row);
    case ServerColumn::Version:
        break;
    }
    return {};
}

QVariant serverCellValue(ServerColumn column, const ServerRow &row)
{
    switch (column) {
    case ServerColumn::Waiting:
        return row.look && row.look->queue ? QVariant::fromValue<qlonglong>(row.look->queue->pending.size())
                                           : QVariant(-1);
    case ServerColumn::Latency:
        return row.look && !row.look->latencies.isEmpty()
            ? QVariant::fromValue<qlonglong>(row.look->latencies.constLast().count())
            : QVariant(-1);
    case ServerColumn::Jobs:
        return row.jobs;
    case ServerColumn::Running:
        return row.running && row.running->progress ? *row.running->progress : -1.0;
    default:
        return serverCellText(column, row, row.look ? row.look->lookedAt : Timestamp());
    }
}

} // namespace emberwatch

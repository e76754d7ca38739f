// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/servercancel.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using Outcome = comfyui::CancelReport::Outcome;

namespace {

QString textOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::RemovedFromQueue:
        return u"It waited and is removed from the queue; the server keeps no trace of it."_s;
    case Outcome::Interrupted:
        return u"It ran and is interrupted; its server's history says so."_s;
    case Outcome::Vanished:
        return u"It ran, and is neither in the queue nor in the history any more."_s;
    case Outcome::AlreadyEnded:
        return u"It had ended already: there was nothing to cancel."_s;
    case Outcome::NotFound:
        return u"Its server does not know it: there was nothing to cancel."_s;
    case Outcome::StillThere:
        return u"It was asked for, and the server still has it: a long step, or a worker that hangs."_s;
    case Outcome::RefusedAsUnsafe:
        return u"Not cancelled: this server interrupts whatever runs, which may be the next job by then."_s;
    }
    return {};
}

} // namespace

QCoro::Task<Result<ServerCancel>> cancelOnServer(
    comfyui::ServerPool *servers, QString serverUrl, PromptId id, comfyui::CancelOptions options)
{
    const Result<comfyui::ComfyClient> client = servers->client(serverUrl);
    if (!client)
        co_return tl::make_unexpected(client.error());
    const Result<comfyui::CancelReport> report = co_await comfyui::cancelPrompt(*client, id, options);
    if (!report)
        co_return tl::make_unexpected(report.error());
    const bool isGone = report->outcome != Outcome::StillThere && report->outcome != Outcome::RefusedAsUnsafe;
    co_return ServerCancel{isGone, *report, textOf(report->outcome)};
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobscripts.h"

#include "core/redis/command.h"
#include "core/redis/replyerror.h"

#include <QHash>

#include <numeric>

namespace emberwatch {

using namespace Qt::StringLiterals;
using redis::Commands;
using redis::Connection;
using redis::Reply;
using redis::Script;

namespace {

std::vector<QByteArrayView> viewsOf(const QByteArrayList &texts)
{
    return {texts.begin(), texts.end()};
}

Commands encoded(const Script &script, const std::vector<Invocation> &calls, bool withText)
{
    Commands commands;
    for (const Invocation &call : calls) {
        const auto arguments = viewsOf(call.arguments);
        redis::addScript(commands, script, call.key, arguments, withText);
    }
    return commands;
}

void keep(Answers &answers, const std::vector<size_t> &which, Reply reply)
{
    const auto shared = std::make_shared<Reply>(std::move(reply));
    for (size_t i = 0; i < which.size(); ++i)
        answers.places[which[i]] = {shared, static_cast<qsizetype>(i)};
}

} // namespace

QCoro::Task<Result<Answers>> runAll(Connection *connection, Script script, std::vector<Invocation> calls)
{
    Answers answers;
    answers.places.resize(calls.size());
    std::vector<size_t> which(calls.size());
    std::iota(which.begin(), which.end(), size_t{0});
    for (const bool withText : {false, true}) {
        std::vector<Invocation> toRun;
        toRun.reserve(which.size());
        for (const size_t i : which)
            toRun.push_back(calls[i]);
        const Commands commands = encoded(script, toRun, withText);
        Result<Reply> reply = co_await connection->callAll(commands);
        if (!reply)
            co_return tl::make_unexpected(reply.error());
        keep(answers, which, std::move(*reply));
        std::erase_if(which, [&](size_t i) { return !redis::isNoScript(answers.at(i)); });
        if (which.empty())
            break;
    }
    co_return answers;
}

Result<JobReading> readingFromPeek(const PromptId &id, Reply::View view)
{
    if (view.isError())
        return tl::make_unexpected(redis::errorFromReply(view.bytes()));
    if (view.size() != 5)
        return failure(Error::Kind::Protocol, u"the script peek answered in another form"_s);
    JobReading reading;
    reading.promptId = id;
    reading.redisType = view.at(0).bytes().toByteArray();
    reading.exists = reading.redisType != "none";
    reading.size = view.at(1).integer();
    reading.hasValue = view.at(2).type() == Reply::Type::String;
    reading.value = view.at(2).bytes().toByteArray();
    reading.ttl = ttlFrom(view.at(3).integer());
    reading.serverTime = Timestamp(std::chrono::milliseconds(view.at(4).integer()));
    reading.isActionable = true;
    return reading;
}

Result<WriteOutcome> outcomeFrom(Reply::View view)
{
    using Kind = WriteOutcome::Kind;
    if (view.isError())
        return tl::make_unexpected(redis::errorFromReply(view.bytes()));
    if (view.size() < 1)
        return failure(Error::Kind::Protocol, u"a script answered in another form"_s);
    static const QHash<QByteArray, Kind> kinds{{"ok", Kind::Done}, {"same", Kind::AlreadyDone},
        {"changed", Kind::Changed}, {"touched", Kind::Touched}, {"gone", Kind::Gone},
        {"type", Kind::WrongType}, {"refused", Kind::Refused}};
    const QByteArray word = view.at(0).bytes().toByteArray();
    if (!kinds.contains(word))
        return failure(Error::Kind::Protocol, u"a script answered an unknown word"_s);
    WriteOutcome outcome;
    outcome.kind = kinds.value(word);
    if (outcome.kind == Kind::Changed && view.size() > 1)
        outcome.current = view.at(1).bytes().toByteArray();
    for (const Reply::View part : view) {
        if (part.type() == Reply::Type::Integer) {
            outcome.ttl = ttlFrom(part.integer());
            break;
        }
    }
    return outcome;
}

std::optional<std::chrono::milliseconds> ttlFrom(qint64 pttl)
{
    return pttl < 0 ? std::nullopt : std::optional(std::chrono::milliseconds(pttl));
}

} // namespace emberwatch

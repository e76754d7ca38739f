// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/getcommand.h"

#include "app/cli/jobjson.h"
#include "app/cli/jsonoutput.h"
#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"

#include <QStringList>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

/// What is asked for by name is given whole, as far as one reply can carry it.
constexpr DocumentLimits wholeValue{(64 << 20) - 1024, 256};

ListedJob listedJobOf(const JobReading &reading, const QByteArray &paddedValue)
{
    ListedJob job;
    job.hasValue = reading.hasValue;
    job.value = QByteArrayView(paddedValue).first(reading.value.size());
    if (reading.redisType != "string")
        job.redisType = reading.redisType;
    job.size = reading.size;
    job.pttl = reading.ttl ? reading.ttl->count() : -1;
    return job;
}

QString timeText(std::optional<qint64> ms)
{
    return ms ? durationText(std::chrono::milliseconds(*ms)) : u"not known"_s;
}

/// The value for a terminal, which would obey control characters.
QByteArray escapedLines(const QByteArray &value)
{
    QStringList lines;
    for (const QByteArray &line : value.split('\n'))
        lines.append(displayText(line));
    return lines.join(u'\n').toUtf8();
}

void append(std::string &to, QByteArrayView bytes)
{
    to.append(bytes.data(), static_cast<size_t>(bytes.size()));
}

} // namespace

GetCommand::GetCommand(Settings settings, PromptId id)
    : Command(std::move(settings))
    , m_id(std::move(id))
    , m_topology(this->settings().connection)
    , m_store(&m_topology, this->settings().schema, wholeValue)
{
}

void GetCommand::start()
{
    read();
}

QCoro::Task<void> GetCommand::read()
{
    const Result<JobReading> reading = co_await m_store.get(m_id);
    if (reading) {
        report(*reading);
        co_return;
    }
    const ExitCode code = exitCodeFor(reading.error().kind);
    if (code == ExitCode::CannotConnect || reading.error().kind == Error::Kind::Auth) {
        sayTrouble(explainTrouble(reading.error(), settings().connection, ConnectStage::Reaching));
        finish(code);
        co_return;
    }
    fail(reading.error(), u"the job cannot be read"_s);
}

void GetCommand::report(const JobReading &reading)
{
    if (!reading.exists) {
        say("there is no job "_L1 + displayText(m_id.value()));
        return finish(ExitCode::Findings);
    }
    const QByteArray padded = reading.value + QByteArray(redis::Reply::padding, '\0');
    JobParser parser;
    const JobLook look
        = lookAt(listedJobOf(reading, padded), m_id.value(), parser, settings().schema, reading.serverTime);
    if (settings().isJson) {
        printJson(reading, look);
    } else {
        sayTimes(reading, look);
        printValue(reading.value);
    }
    finish(reading.hasValue ? ExitCode::Fine : ExitCode::Findings);
}

void GetCommand::printJson(const JobReading &reading, const JobLook &look)
{
    std::string &to = output().buffer();
    to += '{';
    appendJobMembers(to, look);
    to += ",\"redisType\":";
    appendJsonString(to, reading.redisType);
    to += ",\"size\":";
    appendJsonNumber(to, reading.redisType == "string" ? std::optional(reading.size) : std::nullopt);
    to += ",\"value\":";
    const bool isText = reading.hasValue && isUtf8(reading.value);
    if (isText)
        appendJsonString(to, reading.value);
    else
        to += "null";
    if (reading.hasValue && !isText) {
        to += ",\"valueBase64\":\"";
        append(to, reading.value.toBase64());
        to += '"';
    }
    to += "}\n";
}

void GetCommand::printValue(const QByteArray &value)
{
    if (!settings().out.isTerminal)
        return append(output().buffer(), value);
    append(output().buffer(), escapedLines(value));
    if (!value.isEmpty() && !value.endsWith('\n'))
        output().buffer() += '\n';
}

void GetCommand::sayTimes(const JobReading &reading, const JobLook &look) const
{
    const QString ttl = look.ttlMs ? durationText(std::chrono::milliseconds(*look.ttlMs)) : u"none"_s;
    say("TTL "_L1 + ttl + ", age "_L1 + timeText(look.ageMs) + ", silence "_L1 + timeText(look.silenceMs)
        + ", "_L1 + QString::number(reading.size) + " bytes"_L1);
    if (!look.reason.isEmpty())
        say((look.isReadable() ? "doubtful: "_L1 : "not readable: "_L1) + QString::fromUtf8(look.reason));
}

} // namespace emberwatch::cli

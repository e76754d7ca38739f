// SPDX-License-Identifier: GPL-3.0-or-later
#include "producerdocument.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>

namespace emberwatch::demo {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

QByteArray textOf(const rapidjson::StringBuffer &buffer)
{
    return {buffer.GetString(), static_cast<qsizetype>(buffer.GetSize())};
}

void addText(Writer &writer, const char *name, QByteArrayView value)
{
    writer.Key(name);
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void addText(Writer &writer, const char *name, const std::optional<QString> &value)
{
    if (value)
        addText(writer, name, value->toUtf8());
}

bool isWhole(double number)
{
    return std::trunc(number) == number;
}

void addProgress(Writer &writer, double progress)
{
    writer.Key("progress");
    if (isWhole(progress))
        writer.Int(static_cast<int>(progress));
    else
        writer.Double(progress);
}

rapidjson::Value progressValue(double progress)
{
    return isWhole(progress) ? rapidjson::Value(static_cast<int>(progress)) : rapidjson::Value(progress);
}

} // namespace

QByteArray documentOf(const JobPlan &plan, const Stage &stage)
{
    const JobState &job = plan.submitted;
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    addText(writer, "promptId", job.promptId.value());
    addText(writer, "type", job.type.toUtf8());
    addText(writer, "userId", job.userId.toUtf8());
    addText(writer, "characterId", job.characterId);
    addText(writer, "status", wordOf(stage.status));
    addProgress(writer, stage.progress);
    writer.Key("startedAt");
    writer.Int64(job.startedAt.time_since_epoch().count());
    addText(writer, "clientId", job.clientId);
    addText(writer, "serverUrl", job.serverUrl.toUtf8());
    if (plan.seed) {
        writer.Key("seed");
        writer.Uint64(*plan.seed);
    }
    writer.EndObject();
    return textOf(buffer);
}

std::optional<QByteArray> merged(QByteArrayView current, const Stage &stage)
{
    rapidjson::Document document;
    document.Parse<rapidjson::kParseFullPrecisionFlag | rapidjson::kParseIterativeFlag>(
        current.data(), static_cast<size_t>(current.size()));
    if (document.HasParseError() || !document.IsObject())
        return std::nullopt;
    auto &allocator = document.GetAllocator();
    const QByteArrayView word = wordOf(stage.status);
    rapidjson::Value status(word.data(), static_cast<rapidjson::SizeType>(word.size()), allocator);
    rapidjson::Value progress = progressValue(stage.progress);
    const auto assign = [&](const char *name, rapidjson::Value &value) {
        const auto member = document.FindMember(name);
        if (member == document.MemberEnd())
            document.AddMember(rapidjson::Value(name, allocator), value, allocator);
        else
            member->value = value;
    };
    assign("status", status);
    assign("progress", progress);
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    document.Accept(writer);
    return textOf(buffer);
}

} // namespace emberwatch::demo

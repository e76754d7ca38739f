// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/historyentry.h"

#include "core/comfyui/jsonread.h"
#include "core/comfyui/queuesnapshot.h"

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

std::optional<JobOutcome> outcomeOfMessage(const QByteArray &type)
{
    if (type == "execution_success")
        return JobOutcome::Succeeded;
    if (type == "execution_error")
        return JobOutcome::Failed;
    if (type == "execution_interrupted")
        return JobOutcome::Interrupted;
    return std::nullopt;
}

void readMessage(JsonValue message, HistoryEntry &entry)
{
    const QByteArray type = bytes(item(message, 0)).value_or(QByteArray());
    const std::optional<JsonValue> data = item(message, 1);
    if (!data)
        return;
    if (type == "execution_start")
        entry.startedAt = moment(member(*data, "timestamp"));
    const std::optional<JobOutcome> outcome = outcomeOfMessage(type);
    if (!outcome)
        return;
    entry.outcome = *outcome;
    entry.endedAt = moment(member(*data, "timestamp"));
    entry.errorText = *outcome == JobOutcome::Failed ? errorTextOf(*data) : QString();
}

/// Servers before July 2024 have no execution_success. Newer ones may call a failed job a success here, which
/// is why the last message goes first.
JobOutcome outcomeOfWord(const QByteArray &status)
{
    if (status == "success")
        return JobOutcome::Succeeded;
    return status == "error" ? JobOutcome::Failed : JobOutcome::Unknown;
}

void readStatus(JsonValue status, HistoryEntry &entry)
{
    const std::optional<JsonValue> messages = member(status, "messages");
    simdjson::dom::array list;
    if (messages && !messages->get(list)) {
        for (const JsonValue message : list)
            readMessage(message, entry);
    }
    if (entry.outcome == JobOutcome::Unknown)
        entry.outcome = outcomeOfWord(bytes(member(status, "status_str")).value_or(QByteArray()));
}

void readPrompt(JsonValue prompt, HistoryEntry &entry)
{
    entry.number = number(item(prompt, 0)).value_or(0);
    const std::optional<JsonValue> extra = item(prompt, 3);
    if (!extra)
        return;
    entry.clientId = text(member(*extra, "client_id"));
    entry.marker = bytes(member(*extra, markerKey)).value_or(QByteArray());
    entry.createdAt = moment(member(*extra, "create_time"));
}

Result<HistoryEntry> entryOf(const PromptId &id, JsonValue value)
{
    if (!value.is_object())
        return failure(Error::Kind::Protocol, u"a history entry is no object"_s);
    HistoryEntry entry;
    entry.promptId = id;
    if (const std::optional<JsonValue> prompt = member(value, "prompt"))
        readPrompt(*prompt, entry);
    if (const std::optional<JsonValue> status = member(value, "status"))
        readStatus(*status, entry);
    if (const std::optional<JsonValue> outputs = member(value, "outputs")) {
        entry.outputs = filesOf(*outputs);
        entry.outputsJson = minified(*outputs);
    }
    return entry;
}

Result<simdjson::dom::object> historyOf(JsonValue root)
{
    simdjson::dom::object history;
    if (root.get(history))
        return failure(Error::Kind::Protocol, u"a history is no object"_s);
    return history;
}

} // namespace

QString errorTextOf(JsonValue error)
{
    QString words = text(member(error, "node_type"));
    const QString node = text(member(error, "node_id"));
    if (!node.isEmpty())
        words += u" (node "_s + node + u")"_s;
    const QString type = text(member(error, "exception_type"));
    const QString message = text(member(error, "exception_message")).trimmed();
    for (const QString &part : {type, message}) {
        if (!part.isEmpty())
            words += (words.isEmpty() ? QString() : u": "_s) + part;
    }
    return words;
}

Result<std::optional<HistoryEntry>> historyEntryOf(JsonValue root, const PromptId &id)
{
    const Result<simdjson::dom::object> history = historyOf(root);
    if (!history)
        return tl::make_unexpected(history.error());
    const QByteArray &name = id.value();
    const std::optional<JsonValue> found
        = member(root, std::string_view(name.constData(), static_cast<size_t>(name.size())));
    if (!found && history->size() == 0)
        return std::optional<HistoryEntry>();
    if (!found)
        return failure(Error::Kind::Protocol, u"the history of another prompt"_s);
    Result<HistoryEntry> entry = entryOf(id, *found);
    if (!entry)
        return tl::make_unexpected(entry.error());
    return std::optional(std::move(*entry));
}

Result<QList<HistoryEntry>> historyListOf(JsonValue root)
{
    const Result<simdjson::dom::object> history = historyOf(root);
    if (!history)
        return tl::make_unexpected(history.error());
    QList<HistoryEntry> list;
    for (const auto [id, value] : *history) {
        Result<HistoryEntry> entry = entryOf(PromptId(view(id).toByteArray()), value);
        if (!entry)
            return tl::make_unexpected(entry.error());
        list.append(std::move(*entry));
    }
    return list;
}

} // namespace emberwatch::comfyui

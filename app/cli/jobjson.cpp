// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/jobjson.h"

#include "app/cli/jsonoutput.h"

namespace emberwatch::cli {

namespace {

/// @param text  without an address where the record does not have it
void appendText(std::string &to, std::string_view name, QByteArrayView text)
{
    to += name;
    if (text.isNull())
        to += "null";
    else
        appendJsonString(to, text);
}

void appendToken(std::string &to, std::string_view name, QByteArrayView number)
{
    to += name;
    if (number.isEmpty())
        to += "null";
    else
        to.append(number.data(), static_cast<size_t>(number.size()));
}

void appendTime(std::string &to, std::string_view name, std::optional<qint64> ms)
{
    to += name;
    appendJsonNumber(to, ms);
}

} // namespace

void appendIdMembers(std::string &to, QByteArrayView id)
{
    to += "\"promptId\":";
    appendJsonString(to, id);
    if (isUtf8(id))
        return;
    to += ",\"keyHex\":";
    appendJsonHex(to, id);
}

void appendJobMembers(std::string &to, const JobLook &look)
{
    const JobFields &fields = look.fields;
    const bool isReadable = look.isReadable();
    appendIdMembers(to, look.id);
    appendText(to, ",\"type\":", fields.type);
    appendText(to, ",\"userId\":", fields.userId);
    appendText(to, ",\"characterId\":", fields.characterId);
    appendText(to, ",\"status\":", isReadable ? wordOf(fields.status) : QByteArrayView());
    appendToken(to, ",\"progress\":", fields.progressToken);
    appendToken(to, ",\"startedAt\":", fields.startedAtToken);
    appendText(to, ",\"clientId\":", fields.clientId);
    appendText(to, ",\"serverUrl\":", fields.serverUrl);
    appendTime(to, ",\"ageMs\":", look.ageMs);
    appendTime(to, ",\"silenceMs\":", look.silenceMs);
    appendTime(to, ",\"ttlMs\":", look.ttlMs);
    to += isReadable ? ",\"readable\":true" : ",\"readable\":false";
    to += ",\"reason\":";
    if (look.reason.isEmpty())
        to += "null";
    else
        appendJsonString(to, look.reason);
}

void appendJobObject(std::string &to, const JobLook &look)
{
    to += '{';
    appendJobMembers(to, look);
    to += '}';
}

} // namespace emberwatch::cli

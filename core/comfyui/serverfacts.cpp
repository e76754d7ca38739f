// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/serverfacts.h"

#include "core/comfyui/jsonread.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

qint64 memory(JsonValue device, std::string_view name)
{
    return static_cast<qint64>(number(member(device, name)).value_or(0));
}

} // namespace

std::optional<ServerVersion> versionFromText(const QString &text)
{
    static const QRegularExpression pattern(u"^v?(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?"_s);
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return ServerVersion{match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt()};
}

Result<ServerFacts> serverFactsOf(JsonValue root)
{
    const std::optional<JsonValue> system = member(root, "system");
    if (!system || !system->is_object())
        return failure(Error::Kind::Protocol, u"not a ComfyUI server's system_stats"_s);
    ServerFacts facts;
    facts.versionText = text(member(*system, "comfyui_version"));
    facts.version = versionFromText(facts.versionText);
    facts.operatingSystem = text(member(*system, "os"));
    const std::optional<JsonValue> devices = member(root, "devices");
    simdjson::dom::array list;
    if (!devices || devices->get(list))
        return facts;
    for (const JsonValue device : list)
        facts.devices.append({text(member(device, "name")), text(member(device, "type")),
            memory(device, "vram_total"), memory(device, "vram_free")});
    return facts;
}

} // namespace emberwatch::comfyui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/comfyui/jsonvalue.h"

#include <QList>
#include <QString>

#include <compare>
#include <optional>

namespace emberwatch::comfyui {

/// The version of a server, as far as its behaviour depends on it.
struct ServerVersion
{
    int major = 0;
    int minor = 0;
    int patch = 0;
    auto operator<=>(const ServerVersion &) const = default;
};

/// "0.3.64", "v0.33", "0.26.0-dev": the leading numbers. nullopt where there are none.
[[nodiscard]] std::optional<ServerVersion> versionFromText(const QString &text);

// From when a server does what. Everything else is found out by asking.
inline constexpr ServerVersion takesOwnPromptId{0, 3, 45};
inline constexpr ServerVersion interruptsById{0, 3, 57};
inline constexpr ServerVersion cancelsJobs{0, 26, 0};

struct ServerDevice
{
    QString name;
    QString type; ///< "cuda", "cpu", ...
    qint64 memoryTotal = 0; ///< bytes
    qint64 memoryFree = 0;
    bool operator==(const ServerDevice &) const = default;
};

/// What GET /system_stats tells.
struct ServerFacts
{
    QString versionText;
    std::optional<ServerVersion> version; ///< nullopt: too old to tell, or unreadable
    QString operatingSystem;
    QList<ServerDevice> devices;

    /// False too where the version is not known: the older behaviour is the one that does harm.
    [[nodiscard]] bool isAtLeast(const ServerVersion &wanted) const { return version && *version >= wanted; }
    bool operator==(const ServerFacts &) const = default;
};

/// Errors: Protocol where it is not a ComfyUI server's.
[[nodiscard]] Result<ServerFacts> serverFactsOf(JsonValue root);

} // namespace emberwatch::comfyui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringView>

#include <array>
#include <optional>

namespace emberwatch::comfysim {

/// major, minor, patch
using Version = std::array<int, 3>;

/// What a ComfyUI server of one version does differently from the others: section 7 of the protocol
/// reference.
class Behaviour
{
public:
    Behaviour() = default;
    explicit Behaviour(Version version)
        : m_version(version)
    {
    }

    /// "old" (0.3.28), "middle" (0.3.64), "new" (0.33.0), or a version such as "0.3.50".
    [[nodiscard]] static std::optional<Behaviour> named(QStringView text);

    [[nodiscard]] QByteArray versionText() const;

    [[nodiscard]] bool numbersProgressText() const { return isSince({0, 3, 34}); } ///< binary type 3
    [[nodiscard]] bool endsMessagesWithNewline() const { return isSince({0, 3, 42}); }
    [[nodiscard]] bool takesPromptId() const { return isSince({0, 3, 45}); }
    [[nodiscard]] bool hasProgressState() const { return isSince({0, 3, 45}); }
    [[nodiscard]] bool hasFeatureFlags() const { return isSince({0, 3, 45}); }
    [[nodiscard]] bool takesExecutionTargets() const { return isSince({0, 3, 48}); }
    [[nodiscard]] bool interruptsById() const { return isSince({0, 3, 57}); }
    [[nodiscard]] bool keepsProgressStatePrivate() const { return isSince({0, 3, 58}); }
    [[nodiscard]] bool hasHistoryOffset() const { return isSince({0, 3, 60}); }
    [[nodiscard]] bool hidesKeys() const { return isSince({0, 3, 68}); }
    [[nodiscard]] bool hasCreateTime() const { return isSince({0, 3, 69}); }
    [[nodiscard]] bool namesPlatform() const { return isSince({0, 4, 0}); } ///< os "linux" instead of "posix"
    [[nodiscard]] bool hasJobs() const { return isSince({0, 6, 0}); }
    [[nodiscard]] bool hasCancelledJobs() const { return isSince({0, 9, 0}); }
    [[nodiscard]] bool throttlesProgress() const { return isSince({0, 9, 2}); }
    [[nodiscard]] bool hasMissingNodeType() const { return isSince({0, 12, 0}); }
    [[nodiscard]] bool checksFetchSite() const { return isSince({0, 19, 0}); }
    [[nodiscard]] bool hasSeveralDevices() const { return isSince({0, 23, 0}); }
    [[nodiscard]] bool wantsUuid() const { return isSince({0, 25, 0}); }
    [[nodiscard]] bool namesDeployment() const { return isSince({0, 25, 0}); }
    [[nodiscard]] bool hasJobCancel() const { return isSince({0, 26, 0}); }
    [[nodiscard]] bool countsPreviewableOutputs() const { return isSince({0, 32, 0}); }

private:
    [[nodiscard]] bool isSince(Version version) const { return m_version >= version; }

    Version m_version{0, 33, 0};
};

} // namespace emberwatch::comfysim

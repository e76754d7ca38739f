// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/diagnosis/doctor.h"

#include <map>
#include <optional>

namespace emberwatch::cli {

/// emberwatch doctor: what this server and this user can do.
class DoctorCommand : public Command
{
    Q_OBJECT
public:
    explicit DoctorCommand(Settings settings);
    void start() override;

private:
    void take(const Finding &finding);
    void conclude();
    [[nodiscard]] ExitCode verdict() const;

    Doctor m_doctor;
    std::map<Finding::State, int> m_counts;
    bool m_hasFindings = false;
    std::optional<Finding> m_last;
};

} // namespace emberwatch::cli

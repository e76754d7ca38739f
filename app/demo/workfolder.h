// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace emberwatch::demo {

/// A folder that is removed with all that is in it when this object goes.
class WorkFolder
{
public:
    /// @param path  a folder that does not exist yet or is empty; empty: one under the system's temporary
    /// folder Errors: Invalid where the folder holds something, Permission where it cannot be made.
    [[nodiscard]] static Result<WorkFolder> create(const QString &path);

    WorkFolder(WorkFolder &&other) noexcept
        : m_path(std::exchange(other.m_path, {}))
    {
    }
    WorkFolder &operator=(WorkFolder &&) = delete;
    ~WorkFolder();

    [[nodiscard]] const QString &path() const { return m_path; }

private:
    explicit WorkFolder(QString path)
        : m_path(std::move(path))
    {
    }
    QString m_path;
};

} // namespace emberwatch::demo

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/runnerjob.h"

#include <QHash>

#include <string>

namespace emberwatch::cli {

/// What a runner tells of its jobs, as lines: for people whenever something worth a line changed, as JSON
/// every change.
class JobPrinter
{
public:
    explicit JobPrinter(bool isJson)
        : m_isJson(isJson)
    {
    }
    void appendChange(std::string &to, const RunnerJob &job);
    void appendEnd(std::string &to, const JobEnd &end);

private:
    bool m_isJson;
    QHash<PromptId, QString> m_told; ///< for people: the line before
};

} // namespace emberwatch::cli

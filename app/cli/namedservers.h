// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/joblook.h"

#include <QHash>
#include <QString>

namespace emberwatch::cli {

/// Which ComfyUI servers the jobs of a Redis name, and how many jobs do.
class NamedServers
{
public:
    struct Count
    {
        qint64 jobs = 0;
        qint64 open = 0; ///< queued or processing
    };

    void take(const JobLook &job);
    /// By the server's canonical spelling; by the record's own text where that is no address.
    [[nodiscard]] const QHash<QString, Count> &counts() const { return m_counts; }

private:
    [[nodiscard]] const QString &canonical(const QByteArray &text);

    QHash<QByteArray, QString> m_spellings; ///< a hundred thousand jobs name a handful of servers
    QHash<QString, Count> m_counts;
};

} // namespace emberwatch::cli

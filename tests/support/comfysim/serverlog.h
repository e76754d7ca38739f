// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/settings.h"

#include <QByteArray>
#include <QList>

namespace emberwatch::comfysim {

/// The last 300 lines of the server's log, as /internal/logs shows them. Begins anew with each start.
class ServerLog
{
public:
    ServerLog(const Settings &settings, const QByteArray &version);

    void add(const QByteArray &line);

    /// One JSON string.
    [[nodiscard]] QByteArray text() const;
    /// {"entries": [{"t", "m"}], "size": {"cols", "rows"}}
    [[nodiscard]] QByteArray raw() const;

private:
    struct Entry
    {
        QByteArray time; ///< ISO 8601
        QByteArray line;
    };
    const Settings &m_settings;
    QList<Entry> m_entries;
};

} // namespace emberwatch::comfysim

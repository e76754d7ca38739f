// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/feedbatch.h"

#include <QHash>

#include <optional>
#include <vector>

namespace emberwatch {

/// Gives numbers to texts that many rows share, and takes them back when the last row lets go.
///
/// A number that became free may be given to another text at once: receivers apply a batch as a whole, and no
/// row of theirs refers to the old text after it.
class StringPool
{
public:
    /// The number of the text, counted once more. 0 for the empty text, which is never counted.
    [[nodiscard]] StringId acquire(QByteArrayView text);
    void release(StringId id);
    [[nodiscard]] std::optional<StringId> find(QByteArrayView text) const;
    [[nodiscard]] const QByteArray &text(StringId id) const { return m_entries[id].text; }

    /// Texts given a number since the last call.
    [[nodiscard]] std::vector<StringUpdate> takeUpdates();

private:
    struct Entry
    {
        QByteArray text;
        quint32 uses = 0;
    };
    std::vector<Entry> m_entries{Entry()};
    std::vector<StringId> m_free;
    std::vector<StringId> m_updated;
    QHash<QByteArray, StringId> m_ids;
};

} // namespace emberwatch

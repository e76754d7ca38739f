// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/records/recordstore.h"

#include <QMetaType>
#include <QObject>

namespace emberwatch {

/// What the database said of one job, once.
struct RecordAnswer
{
    PromptId promptId;
    QList<JobRecord> rows; ///< none: it has no record; several are for a person
    QString trouble; ///< why there was no answer; empty: there was
    Timestamp at; ///< our clock
    bool operator==(const RecordAnswer &) const = default;
};

/// Looks single jobs up in the records, on a connection of its own: a recovery's writes wait for no look. In
/// the engine thread; the database itself has another.
class RecordRoom : public QObject
{
    Q_OBJECT
public:
    explicit RecordRoom(
        const RecordsAddress &address, const SchemaMapping &mapping = {}, Clock clock = systemNow);

    /// One answer: answered(). Reads the whole table where the column has no index: ask seldom.
    void ask(const PromptId &id);

Q_SIGNALS:
    void answered(const emberwatch::RecordAnswer &answer);

private:
    RecordStore m_store;
    Clock m_clock;
};

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::RecordAnswer)

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobstate.h"
#include "ui/details/recordsighting.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace emberwatch {

/// Finds out what the database says of one job. A question may cost a scan of the whole table: it is asked
/// once the job has been looked at for a moment, again when its state in Redis becomes another, and never
/// before the last one is answered.
class RecordWatcher : public QObject
{
    Q_OBJECT
public:
    /// @param address  nullopt: nothing is said of the records
    explicit RecordWatcher(const std::optional<RecordsAddress> &address, QObject *parent = nullptr);

    [[nodiscard]] const RecordSighting &sighting() const { return m_sighting; }

public Q_SLOTS:
    /// @param status  in Redis
    void setJob(const emberwatch::PromptId &id, std::optional<emberwatch::JobStatus> status);
    void forget();
    void askAgain();
    void takeAnswer(const emberwatch::RecordAnswer &answer);

Q_SIGNALS:
    /// takeAnswer() is to follow.
    void asked(const emberwatch::PromptId &id);
    void sightingChanged(const emberwatch::RecordSighting &sighting);

private:
    [[nodiscard]] bool isAsking() const { return m_hasDatabase && !m_id.value().isEmpty(); }
    void ask();

    bool m_hasDatabase;
    PromptId m_id;
    std::optional<JobStatus> m_status;
    RecordSighting m_sighting;
    QTimer m_settle;
    bool m_isUnderWay = false; ///< an answer is to come, of whatever job
};

} // namespace emberwatch

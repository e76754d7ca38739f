// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/actor.h"
#include "core/jobs/jobstate.h"
#include "core/records/recordstore.h"

#include <QHash>
#include <QObject>
#include <QString>

namespace emberwatch {

/// The rows of jobs that we submit ourselves: inserted where the environment leaves that to us, and marked as
/// started. Their end is the settler's. A row that cannot be written is logged and told, and stops no job.
class OwnRecords : public QObject
{
    Q_OBJECT
public:
    /// @param records  outlives it; nullptr: nothing is written
    OwnRecords(RecordStore *records, Actor actor, QString environment, QObject *parent = nullptr);

    /// @param input  the workflow
    void insert(const JobState &job, const QByteArray &input);
    /// It runs. Of a job that was not inserted by us nothing is written.
    void start(const PromptId &id, Timestamp at);
    void forget(const PromptId &id) { m_own.remove(id); }

Q_SIGNALS:
    void failed(const emberwatch::PromptId &id, const QString &why);

private:
    struct Own
    {
        bool isInserted = false;
        std::optional<Timestamp> startedAt; ///< to be written
    };
    void onInserted(const PromptId &id, const Result<RecordOutcome> &outcome);
    void writeStart(const PromptId &id, Timestamp at);

    RecordStore *m_records;
    Actor m_actor;
    QString m_environment;
    QHash<PromptId, Own> m_own;
};

} // namespace emberwatch

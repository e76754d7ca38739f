// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/incidentplan.h"
#include "core/base/timestamp.h"
#include "core/jobs/jobstate.h"
#include "core/records/recordsaddress.h"
#include "core/redis/connection.h"
#include "tests/support/comfysimprocess.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace emberwatch::demo {

/// An incident as support engineers meet it, standing still: Redis, the database and the ComfyUI servers
/// disagree about every job in another way (incidentPlan()).
///
/// Producers of the jobs that live go on writing: a GET and a SET of what they read, while it is there and
/// open.
class Incident : public QObject
{
    Q_OBJECT
public:
    /// @param folder   for the records, the journal and the environments file
    /// @param records  nullopt: a SQLite file in the folder
    Incident(const redis::ConnectionOptions &server, const QString &folder,
        std::optional<RecordsAddress> records, QObject *parent = nullptr);
    ~Incident() override;

    /// Waits, some seconds.
    [[nodiscard]] Result<void> stage();

    [[nodiscard]] const RecordsAddress &records() const { return m_records; }
    /// The ones to allow.
    [[nodiscard]] QStringList servers() const;
    /// What XDG_CONFIG_HOME and XDG_STATE_HOME have to say for our journal and our environment.
    [[nodiscard]] QString configFolder() const { return m_folder + QStringLiteral("/config"); }
    [[nodiscard]] QString stateFolder() const { return m_folder + QStringLiteral("/state"); }
    /// For people: the addresses, and what to call.
    [[nodiscard]] QString hint(const QString &redisUrl) const;

private:
    [[nodiscard]] Result<void> startServers();
    [[nodiscard]] Result<void> loadServers();
    [[nodiscard]] Result<void> writeRecords();
    [[nodiscard]] Result<void> writeJournal() const;
    [[nodiscard]] Result<void> writeKeys();
    [[nodiscard]] Result<void> writeEnvironment() const;
    [[nodiscard]] QByteArray documentFor(const StagedJob &job, Timestamp now) const;
    [[nodiscard]] QByteArray keyFor(const StagedJob &job) const { return m_schema.prefix + job.id; }
    [[nodiscard]] QByteArray ttlOf(const StagedJob &job) const;
    [[nodiscard]] test::ComfySimProcess &serverOf(const StagedJob &job) const
    {
        return *m_servers[static_cast<size_t>(job.server)];
    }
    [[nodiscard]] QString recordsUrl() const;
    void keepAlive();
    void keepYoung();

    QString m_folder;
    RecordsAddress m_records;
    JobSchema m_schema;
    QList<StagedJob> m_jobs = incidentPlan();
    redis::Connection m_connection;
    std::vector<std::unique_ptr<test::ComfySimProcess>> m_servers;
    QTimer m_alive;
    QTimer m_young;
};

} // namespace emberwatch::demo

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/recordstore.h"
#include "core/sql/database.h"
#include "tests/support/postgresserver.h"

#include <QTemporaryDir>

#include <memory>

namespace emberwatch::test {

/// A row as the application would have it.
struct RowSpec
{
    QString prompt = {};
    QString status = QStringLiteral("processing");
    QString provider = QStringLiteral("comfyui");
    QString output = {}; ///< JSON; empty: NULL
    QString error = {}; ///< empty: NULL
};

/// A database of its own with the production shape and the audit table, and another program's connection to
/// it. PostgreSQL: a database of a server that the tests share; SQLite: a file.
class RecordsWorld
{
public:
    /// @param server  nullptr: SQLite
    explicit RecordsWorld(PostgresServer *server);

    [[nodiscard]] const RecordsAddress &address() const { return m_address; }
    [[nodiscard]] bool isPostgres() const { return m_server != nullptr; }
    [[nodiscard]] std::unique_ptr<RecordStore> store(
        RecordsOptions options = {}, SchemaMapping mapping = {}) const;
    /// A connection of another program.
    [[nodiscard]] std::unique_ptr<sql::Database> connect(const QString &database = {}) const;

    /// Another program's statement; the test fails where it does not work.
    void run(const QString &statement);
    [[nodiscard]] QString value(const QString &statement);
    /// @return its id
    QString add(const RowSpec &row);
    /// A whole row as text, to see that nothing of it changed.
    [[nodiscard]] QString rowText(const QString &id);
    [[nodiscard]] int auditCount();

private:
    void makeDatabase();

    PostgresServer *m_server;
    QTemporaryDir m_folder;
    RecordsAddress m_address;
    std::unique_ptr<sql::Database> m_other;
};

/// An update that settles a record as failed.
[[nodiscard]] RecordUpdate settleFailed(const JobRecord &judged, const QByteArray &op);
[[nodiscard]] RecordBatch testBatch();
/// The first page of them.
[[nodiscard]] QList<JobRecord> openRows(RecordStore &store);
/// settleFailed() for each, with an operation id made of its promptId.
[[nodiscard]] QList<RecordUpdate> updatesOf(const QList<JobRecord> &rows);
[[nodiscard]] int countOf(const QList<RecordOutcome> &outcomes, RecordOutcome::Kind kind);

/// The column isPostgres: a test's data for a run on each database.
void addDatabaseRows();

} // namespace emberwatch::test

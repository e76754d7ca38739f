// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/operations/journaloptions.h"
#include "core/sql/database.h"

#include <memory>

namespace emberwatch {

/// The journal's file: append-only (triggers see to it), shared by several processes (WAL), and on the disk
/// when a commit returns (synchronous=FULL). Only its owner may read it, as it holds whole job states.
class JournalFile
{
public:
    JournalFile(QString path, JournalOptions options);
    ~JournalFile();
    Q_DISABLE_COPY_MOVE(JournalFile)

    /// Opens the file, if it is not open, and makes it, if it is not there. Errors: NotFound (the folder
    /// cannot be made), Parse (damaged), Conflict (of a newer Emberwatch, or no journal), Busy, ReadOnly
    /// (also: no space left).
    [[nodiscard]] Result<sql::Database *> open();
    /// The error of a failed statement; a damaged file is opened anew with the next call.
    [[nodiscard]] Error explained(const sql::Fault &fault, const QString &doing);

private:
    [[nodiscard]] Result<void> makePrivate() const;
    [[nodiscard]] sql::SqlResult<void> prepare();
    [[nodiscard]] sql::SqlResult<void> useWal();
    [[nodiscard]] sql::SqlResult<void> migrate();

    QString m_path;
    JournalOptions m_options;
    std::unique_ptr<sql::Database> m_database;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/backoff.h"
#include "core/base/result.h"
#include "core/records/recordsaddress.h"
#include "core/records/recordscheck.h"
#include "core/records/recordsoptions.h"
#include "core/records/sqldialect.h"
#include "core/sql/database.h"

#include <functional>
#include <memory>

namespace emberwatch {

/// The connection to the records of one thread: opens by itself, with back-off where that fails, and knows
/// what the database has (catalog, check, dialect).
class RecordLink
{
public:
    RecordLink(RecordsAddress address, SchemaMapping mapping, RecordsOptions options,
        std::shared_ptr<sql::SocketGuard> guard);
    ~RecordLink();
    Q_DISABLE_COPY_MOVE(RecordLink)

    [[nodiscard]] const RecordsAddress &address() const { return m_address; }
    [[nodiscard]] const SchemaMapping &mapping() const { return m_mapping; }
    [[nodiscard]] const RecordsOptions &options() const { return m_options; }

    /// Connects, if it is not connected, and reads the catalog, if it has not or something was missing. While
    /// waiting after a failed attempt, the error of that attempt.
    [[nodiscard]] Result<void> open();
    void close();
    /// The catalog is read again with the next open(): a statement did not fit what we knew.
    void doubt() { m_isDoubted = true; }

    /// After open().
    [[nodiscard]] sql::Database &database() { return *m_database; }
    [[nodiscard]] const SqlDialect &dialect() const { return *m_dialect; }
    [[nodiscard]] const RecordsCheck &check() const { return m_check; }

    /// Carries out a reading: connects anew once if the connection turns out to be lost, tries again what is
    /// worth it, and says what to look at if the mapping does not fit.
    /// @param doing  begins the message of an error: "reading open records"
    template <typename T>
    [[nodiscard]] Result<T> read(const QString &doing, const std::function<sql::SqlResult<T>()> &work)
    {
        Patience patience;
        for (;;) {
            const Result<void> ready = readable();
            if (!ready)
                return tl::make_unexpected(ready.error());
            sql::SqlResult<T> answer = work();
            if (answer)
                return *std::move(answer);
            if (!isWorthAnother(answer.error(), patience))
                return tl::make_unexpected(explained(answer.error(), doing));
        }
    }

    /// How often something was tried again already.
    struct Patience
    {
        int conflicts = 0;
        int losses = 0;
    };
    /// After a fault: whether to try the same once more. Waits, or closes the lost connection, as the fault
    /// asks for (correctness.md 8: at most 3 conflicts; one new connection).
    [[nodiscard]] bool isWorthAnother(const sql::Fault &fault, Patience &patience);
    [[nodiscard]] Error explained(const sql::Fault &fault, const QString &doing);

private:
    [[nodiscard]] Result<void> readable();
    [[nodiscard]] Result<void> connect();
    [[nodiscard]] Result<void> readFacts();
    [[nodiscard]] sql::Target target() const;
    [[nodiscard]] Error unreachable(const sql::Fault &fault) const;

    RecordsAddress m_address;
    SchemaMapping m_mapping;
    RecordsOptions m_options;
    std::shared_ptr<sql::SocketGuard> m_guard;
    std::unique_ptr<sql::Database> m_database;
    std::unique_ptr<SqlDialect> m_dialect;
    RecordsCheck m_check;
    bool m_isDoubted = true;
    Backoff m_backoff;
    std::chrono::steady_clock::time_point m_notBefore;
    Error m_lastError;
};

} // namespace emberwatch

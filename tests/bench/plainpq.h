// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/recordsaddress.h"

#include <QByteArray>
#include <QByteArrayList>

#include <memory>

struct pg_conn;
struct pg_result;

namespace emberwatch::bench {

/// PostgreSQL by libpq alone: what the records are measured against. Ends the program where a statement
/// fails.
class PlainPq
{
public:
    explicit PlainPq(const RecordsAddress &address);
    ~PlainPq();
    PlainPq(const PlainPq &) = delete;
    PlainPq &operator=(const PlainPq &) = delete;

    void run(const QByteArray &statement);
    /// As an integer: the one value of the answer.
    [[nodiscard]] qint64 number(const QByteArray &statement);
    /// Text in the format of COPY, into a table.
    void copy(const QByteArray &intoTable, const QByteArray &rows);
    void prepare(const QByteArray &name, const QByteArray &statement);
    /// @return rows of the answer
    int runPrepared(const QByteArray &name, const QByteArrayList &values);
    /// What was read: how many rows, and the first value of the last one.
    struct Answer
    {
        int rows = 0;
        QByteArray last;
    };
    /// Fetches all rows and looks at every value. @param value  bound to $1; null: there is no $1
    Answer readAll(const QByteArray &statement, const QByteArray &value = {});

private:
    struct Free
    {
        void operator()(pg_conn *connection) const;
        void operator()(pg_result *result) const;
    };
    using ResultPtr = std::unique_ptr<pg_result, Free>;
    ResultPtr checked(pg_result *result) const;

    std::unique_ptr<pg_conn, Free> m_connection;
};

/// One row in the format of COPY; a null value is NULL.
void appendCopyRow(QByteArray &rows, const QByteArrayList &values);

} // namespace emberwatch::bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/plainpq.h"

#include <libpq-fe.h>

#include <vector>

namespace emberwatch::bench {

void PlainPq::Free::operator()(pg_conn *connection) const
{
    PQfinish(connection);
}

void PlainPq::Free::operator()(pg_result *result) const
{
    PQclear(result);
}

PlainPq::PlainPq(const RecordsAddress &address)
{
    const QByteArray port = QByteArray::number(address.port);
    const QByteArray host = address.host.toUtf8();
    const QByteArray database = address.database.toUtf8();
    const QByteArray user = address.user.toUtf8();
    const QByteArray password = address.password.reveal();
    const char *const names[] = {"host", "port", "dbname", "user", "password", "sslmode", nullptr};
    const char *const values[] = {host.constData(), port.constData(), database.constData(), user.constData(),
        password.constData(), "disable", nullptr};
    m_connection.reset(PQconnectdbParams(names, values, 0));
    if (PQstatus(m_connection.get()) != CONNECTION_OK)
        qFatal("%s", PQerrorMessage(m_connection.get()));
}

PlainPq::~PlainPq() = default;

PlainPq::ResultPtr PlainPq::checked(pg_result *result) const
{
    ResultPtr owned(result);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
        qFatal("%s", PQerrorMessage(m_connection.get()));
    return owned;
}

void PlainPq::run(const QByteArray &statement)
{
    checked(PQexec(m_connection.get(), statement.constData()));
}

qint64 PlainPq::number(const QByteArray &statement)
{
    const ResultPtr result = checked(PQexec(m_connection.get(), statement.constData()));
    return QByteArray(PQgetvalue(result.get(), 0, 0)).toLongLong();
}

void PlainPq::copy(const QByteArray &intoTable, const QByteArray &rows)
{
    run("COPY " + intoTable + " FROM STDIN");
    const bool isSent
        = PQputCopyData(m_connection.get(), rows.constData(), static_cast<int>(rows.size())) == 1
        && PQputCopyEnd(m_connection.get(), nullptr) == 1;
    if (!isSent)
        qFatal("%s", PQerrorMessage(m_connection.get()));
    while (pg_result *result = PQgetResult(m_connection.get()))
        checked(result);
}

void PlainPq::prepare(const QByteArray &name, const QByteArray &statement)
{
    checked(PQprepare(m_connection.get(), name.constData(), statement.constData(), 0, nullptr));
}

int PlainPq::runPrepared(const QByteArray &name, const QByteArrayList &values)
{
    std::vector<const char *> pointers;
    for (const QByteArray &value : values)
        pointers.push_back(value.isNull() ? nullptr : value.constData());
    const ResultPtr result = checked(PQexecPrepared(m_connection.get(), name.constData(),
        static_cast<int>(pointers.size()), pointers.data(), nullptr, nullptr, 0));
    return PQntuples(result.get());
}

PlainPq::Answer PlainPq::readAll(const QByteArray &statement, const QByteArray &value)
{
    const char *const values[] = {value.constData()};
    const ResultPtr result = checked(PQexecParams(m_connection.get(), statement.constData(),
        value.isNull() ? 0 : 1, nullptr, values, nullptr, nullptr, 0));
    Answer answer{PQntuples(result.get()), {}};
    const int columns = PQnfields(result.get());
    size_t seen = 0;
    for (int row = 0; row < answer.rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const char *text = PQgetvalue(result.get(), row, column);
            seen += static_cast<size_t>(PQgetlength(result.get(), row, column)) + (*text == 'x' ? 1 : 0);
        }
    }
    if (answer.rows > 0)
        answer.last = PQgetvalue(result.get(), answer.rows - 1, 0);
    if (answer.rows > 0 && seen == 0)
        qFatal("nothing was read");
    return answer;
}

void appendCopyRow(QByteArray &rows, const QByteArrayList &values)
{
    bool isFirst = true;
    for (const QByteArray &value : values) {
        if (!isFirst)
            rows += '\t';
        isFirst = false;
        if (value.isNull()) {
            rows += "\\N";
            continue;
        }
        for (const char c : value) {
            const char *escape = c == '\\' ? "\\\\"
                : c == '\t'                ? "\\t"
                : c == '\n'                ? "\\n"
                : c == '\r'                ? "\\r"
                                           : nullptr;
            if (escape == nullptr)
                rows += c;
            else
                rows += escape;
        }
    }
    rows += '\n';
}

} // namespace emberwatch::bench

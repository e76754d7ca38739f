// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/postgresquery.h"

#include "core/sql/libpq.h"

#include <optional>
#include <vector>

namespace emberwatch::sql {

namespace {

struct FreeResult
{
    void operator()(PGresult *result) const { libpq().clear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, FreeResult>;

class PostgresRows : public Rows
{
public:
    explicit PostgresRows(ResultPtr result)
        : m_result(std::move(result))
        , m_count(m_pq.ntuples(m_result.get()))
    {
    }
    bool next() override { return ++m_row < m_count; }
    bool isNull(int column) const override { return m_pq.getisnull(m_result.get(), m_row, column) == 1; }
    QByteArrayView bytes(int column) override
    {
        return {m_pq.getvalue(m_result.get(), m_row, column), m_pq.getlength(m_result.get(), m_row, column)};
    }

private:
    const Libpq &m_pq = libpq(); ///< several calls a row
    ResultPtr m_result;
    int m_count;
    int m_row = -1;
};

std::optional<QByteArray> textOf(const QVariant &value)
{
    if (value.isNull())
        return std::nullopt;
    if (value.typeId() == QMetaType::QByteArray)
        return value.toByteArray();
    const QString text = value.toString();
    return text.isNull() ? std::nullopt : std::optional(text.toUtf8());
}

Fault faultOf(pg_conn *connection, const PGresult *result)
{
    const char *state = libpq().resultErrorField(result, PG_DIAG_SQLSTATE);
    const QString message
        = QString::fromUtf8(result != nullptr && state != nullptr ? libpq().resultErrorMessage(result)
                                                                  : libpq().errorMessage(connection));
    const bool isOpen = libpq().status(connection) == CONNECTION_OK;
    return postgresFault(QString::fromLatin1(state), message, isOpen);
}

/// Rows one by one as they arrive (libpq's single-row mode).
class PostgresStream : public Rows
{
public:
    explicit PostgresStream(pg_conn *connection)
        : m_connection(connection)
    {
    }
    ~PostgresStream() override { end(); }
    Q_DISABLE_COPY_MOVE(PostgresStream)

    bool next() override
    {
        if (m_hasEnded)
            return false;
        m_row.reset(m_pq.getResult(m_connection)); // frees the row before behind what the caller made of it
        if (m_pq.resultStatus(m_row.get()) == PGRES_SINGLE_TUPLE)
            return true;
        end();
        return false;
    }
    bool isNull(int column) const override { return m_pq.getisnull(m_row.get(), 0, column) == 1; }
    QByteArrayView bytes(int column) override
    {
        return {m_pq.getvalue(m_row.get(), 0, column), m_pq.getlength(m_row.get(), 0, column)};
    }

    /// Passes over what was not read; the connection is free for the next statement.
    void end()
    {
        if (m_hasEnded)
            return;
        m_hasEnded = true;
        do {
            const ExecStatusType status = m_pq.resultStatus(m_row.get());
            const bool isGood
                = status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
            m_isWhole = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
            if (m_row && !isGood && !m_fault)
                m_fault = faultOf(m_connection, m_row.get());
            m_row.reset(m_pq.getResult(m_connection));
        } while (m_row);
        if (!m_isWhole && !m_fault)
            m_fault = faultOf(m_connection, nullptr);
    }
    /// After end().
    [[nodiscard]] const std::optional<Fault> &fault() const { return m_fault; }

private:
    const Libpq &m_pq = libpq(); ///< several calls a row
    pg_conn *m_connection;
    ResultPtr m_row;
    bool m_hasEnded = false;
    bool m_isWhole = false;
    std::optional<Fault> m_fault;
};

/// Values as libpq takes them.
class BoundTexts
{
public:
    explicit BoundTexts(const QVariantList &values)
    {
        m_texts.reserve(static_cast<size_t>(values.size()));
        for (const QVariant &value : values) {
            m_texts.push_back(textOf(value));
            m_pointers.push_back(m_texts.back() ? m_texts.back()->constData() : nullptr);
        }
    }
    [[nodiscard]] int count() const { return static_cast<int>(m_pointers.size()); }
    [[nodiscard]] const char *const *data() const { return m_pointers.data(); }

private:
    std::vector<std::optional<QByteArray>> m_texts;
    std::vector<const char *> m_pointers;
};

} // namespace

QByteArray numberedPlaces(const QString &statement)
{
    QByteArray numbered;
    char quote = 0;
    int place = 0;
    const QByteArray text = statement.toUtf8();
    for (const char c : text) {
        if (quote == 0 && c == '?') {
            numbered += '$' + QByteArray::number(++place);
            continue;
        }
        if (quote == c)
            quote = 0; // a doubled quote opens it again at once
        else if (quote == 0 && (c == '\'' || c == '"'))
            quote = c;
        numbered += c;
    }
    return numbered;
}

SqlResult<std::unique_ptr<Rows>> queryPostgres(
    pg_conn *connection, const QString &statement, const QVariantList &values)
{
    const BoundTexts texts(values);
    ResultPtr result(libpq().execParams(connection, numberedPlaces(statement).constData(), texts.count(),
        nullptr, texts.data(), nullptr, nullptr, 0));
    const ExecStatusType status = libpq().resultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        return tl::make_unexpected(faultOf(connection, result.get()));
    return std::make_unique<PostgresRows>(std::move(result));
}

SqlResult<void> streamPostgres(pg_conn *connection, const QString &statement, const QVariantList &values,
    const std::function<void(Rows &)> &read)
{
    const BoundTexts texts(values);
    const bool isSent = libpq().sendQueryParams(connection, numberedPlaces(statement).constData(),
                            texts.count(), nullptr, texts.data(), nullptr, nullptr, 0)
        == 1;
    if (!isSent)
        return tl::make_unexpected(faultOf(connection, nullptr));
    libpq().setSingleRowMode(connection);
    PostgresStream rows(connection);
    read(rows);
    rows.end();
    if (rows.fault())
        return tl::make_unexpected(*rows.fault());
    return {};
}

} // namespace emberwatch::sql

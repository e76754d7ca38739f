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
        , m_count(libpq().ntuples(m_result.get()))
    {
    }
    qsizetype knownCount() const override { return m_count; }
    bool next() override { return ++m_row < m_count; }
    bool isNull(int column) const override { return libpq().getisnull(m_result.get(), m_row, column) == 1; }
    QByteArrayView bytes(int column) override
    {
        return {libpq().getvalue(m_result.get(), m_row, column),
            libpq().getlength(m_result.get(), m_row, column)};
    }

private:
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
    std::vector<std::optional<QByteArray>> texts;
    std::vector<const char *> pointers;
    texts.reserve(static_cast<size_t>(values.size()));
    for (const QVariant &value : values) {
        texts.push_back(textOf(value));
        pointers.push_back(texts.back() ? texts.back()->constData() : nullptr);
    }
    ResultPtr result(libpq().execParams(connection, numberedPlaces(statement).constData(),
        static_cast<int>(pointers.size()), nullptr, pointers.data(), nullptr, nullptr, 0));
    const ExecStatusType status = libpq().resultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        return tl::make_unexpected(faultOf(connection, result.get()));
    return std::make_unique<PostgresRows>(std::move(result));
}

} // namespace emberwatch::sql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/recordlink.h"

#include "core/records/postgresdialect.h"
#include "core/records/sqlitedialect.h"
#include "core/sql/socketguard.h"

#include <QFileInfo>
#include <QRandomGenerator>
#include <QThread>

namespace emberwatch {

using namespace Qt::StringLiterals;
using sql::Backend;
using sql::Fault;

namespace {

/// libpq 15 knows no system store: it wants a file. Source: correctness.md 10.
QString systemAuthorities()
{
    for (const QString &file : {u"/etc/ssl/certs/ca-certificates.crt"_s,
             u"/etc/pki/tls/certs/ca-bundle.crt"_s, u"/etc/ssl/ca-bundle.pem"_s, u"/etc/ssl/cert.pem"_s}) {
        if (QFileInfo::exists(file))
            return file;
    }
    return {};
}

void waitWithJitter(int attempt)
{
    constexpr quint32 first = 20; // ms; another's transaction takes about that
    QThread::msleep(QRandomGenerator::global()->bounded(first << attempt) + 1);
}

} // namespace

RecordLink::RecordLink(RecordsAddress address, SchemaMapping mapping, RecordsOptions options,
    std::shared_ptr<sql::SocketGuard> guard)
    : m_address(std::move(address))
    , m_mapping(std::move(mapping))
    , m_options(std::move(options))
    , m_guard(std::move(guard))
{
    const Result<sql::Name> schema = sql::Name::parse(m_address.schema);
    if (schema) // an unusable one is named by connect()
        m_mapping.setDefaultSchema(*schema);
}

RecordLink::~RecordLink() = default;

sql::Target RecordLink::target() const
{
    sql::Target target;
    target.lockTimeout = m_options.lockTimeout;
    target.statementTimeout = m_options.statementTimeout;
    if (m_address.kind == RecordsAddress::Kind::Sqlite) {
        target.backend = Backend::Sqlite;
        target.database = m_address.path;
        return target;
    }
    target.backend = Backend::Postgres;
    target.host = m_address.host;
    target.port = m_address.port;
    target.database = m_address.database;
    target.user = m_address.user;
    target.password = m_address.password;
    target.options = {{u"application_name"_s, m_options.applicationName},
        {u"connect_timeout"_s, QString::number(m_options.connectTimeout.count())}};
    const bool isTls = m_address.tls == RecordsAddress::Tls::VerifyFull;
    target.options.push_back({u"sslmode"_s, isTls ? u"verify-full"_s : u"disable"_s});
    const std::pair<QString, QString> files[]
        = {{u"sslrootcert"_s, m_address.caFile.isEmpty() ? systemAuthorities() : m_address.caFile},
            {u"sslcert"_s, m_address.certificateFile}, {u"sslkey"_s, m_address.keyFile}};
    for (const auto &[name, file] : files) {
        if (isTls && !file.isEmpty())
            target.options.push_back({name, file});
    }
    return target;
}

Error RecordLink::unreachable(const Fault &fault) const
{
    if (fault.kind == Fault::Kind::Missing)
        return {Error::Kind::NotFound,
            u"records: there is no file %1; emberwatch records init makes it"_s.arg(m_address.path)};
    return fault.toError(u"records at "_s + displayText(m_address));
}

Result<void> RecordLink::open()
{
    if (m_database && !m_database->isOpen())
        close();
    if (!m_database) {
        const Result<void> connected = connect();
        if (!connected)
            return connected;
    }
    return m_isDoubted ? readFacts() : Result<void>();
}

void RecordLink::close()
{
    m_dialect.reset();
    m_database.reset();
    m_isDoubted = true;
}

Result<void> RecordLink::connect()
{
    if (std::chrono::steady_clock::now() < m_notBefore)
        return tl::make_unexpected(m_lastError);
    if (!m_address.schema.isEmpty() && !sql::Name::parse(m_address.schema))
        return failure(Error::Kind::Invalid, u"records: the schema of the address is no name"_s);
    sql::SqlResult<std::unique_ptr<sql::Database>> opened = sql::Database::open(target(), m_guard);
    if (!opened) {
        m_lastError = unreachable(opened.error());
        // A file that is not there yet is no server that needs sparing.
        if (opened.error().kind != Fault::Kind::Missing)
            m_notBefore = std::chrono::steady_clock::now() + m_backoff.next();
        return tl::make_unexpected(m_lastError);
    }
    m_backoff.reset();
    m_database = *std::move(opened);
    m_isDoubted = true;
    return {};
}

Result<void> RecordLink::readFacts()
{
    sql::SqlResult<Catalog> catalog = readCatalog(*m_database, m_mapping);
    if (!catalog) {
        const Error error = unreachable(catalog.error());
        close();
        return tl::make_unexpected(error);
    }
    m_check = checkRecords(*catalog, m_mapping, m_database->backend());
    if (m_database->backend() == Backend::Sqlite)
        m_dialect = std::make_unique<SqliteDialect>(m_mapping, *std::move(catalog));
    else
        m_dialect = std::make_unique<PostgresDialect>(m_mapping, *std::move(catalog));
    m_isDoubted = !m_check.findings.isEmpty(); // somebody may be mending it
    return {};
}

Result<void> RecordLink::readable()
{
    const Result<void> opened = open();
    if (!opened || m_check.canRead())
        return opened;
    return tl::make_unexpected(m_check.whyNot(RecordsFinding::Stops::Reading));
}

bool RecordLink::isWorthAnother(const Fault &fault, Patience &patience)
{
    if (fault.kind == Fault::Kind::Transient && patience.conflicts < 3) {
        waitWithJitter(patience.conflicts++);
        return true;
    }
    if (fault.kind == Fault::Kind::Lost) {
        close();
        return patience.losses++ < 1;
    }
    return false;
}

Error RecordLink::explained(const Fault &fault, const QString &doing)
{
    Error error = fault.toError(doing);
    if (fault.kind == Fault::Kind::Settings) {
        doubt();
        error.message += u"; the mapping does not fit this database, see emberwatch records check"_s;
    }
    return error;
}

} // namespace emberwatch

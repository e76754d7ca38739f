// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/fault.h"

#include <QHash>

namespace emberwatch::sql {

using namespace Qt::StringLiterals;
using Kind = Fault::Kind;

namespace {

Kind kindOfState(const QString &state)
{
    static const QHash<QString, Kind> exact{
        {u"40001"_s, Kind::Transient},
        {u"40P01"_s, Kind::Transient},
        {u"55P03"_s, Kind::Transient},
        {u"57014"_s, Kind::Slow},
        {u"25006"_s, Kind::ReadOnly},
        {u"42501"_s, Kind::Permission},
        {u"22P02"_s, Kind::Data},
        {u"23505"_s, Kind::Duplicate},
        {u"53100"_s, Kind::Full},
        {u"53300"_s, Kind::Lost},
        {u"57P01"_s, Kind::Lost},
        {u"57P02"_s, Kind::Lost},
        {u"57P03"_s, Kind::Lost},
        {u"57P05"_s, Kind::Lost},
        {u"25P03"_s, Kind::Lost},
    };
    const auto known = exact.constFind(state);
    if (known != exact.constEnd())
        return *known;
    const QStringView group = QStringView(state).first(std::min<qsizetype>(2, state.size()));
    if (group == u"08")
        return Kind::Lost;
    if (group == u"28")
        return Kind::Auth;
    if (group == u"22" || group == u"23")
        return Kind::Data;
    if (group == u"42" || group == u"3D" || group == u"3F")
        return Kind::Settings;
    return Kind::Other;
}

/// Source: sqlite.org/rescode.html
Kind kindOfSqliteCode(int code, const QString &message)
{
    switch (code) {
    case 1555: // primary key
    case 2067: // unique
        return Kind::Duplicate;
    case 1811: // a trigger of ours refused
        return Kind::Other;
    default:
        break;
    }
    switch (code & 0xFF) {
    case 1:
        return message.contains("no such"_L1) || message.contains("has no column"_L1) ? Kind::Settings
                                                                                      : Kind::Other;
    case 3:
    case 23:
        return Kind::Permission;
    case 5:
    case 6:
        return Kind::Transient;
    case 8:
        return Kind::ReadOnly;
    case 9:
        return Kind::Slow;
    case 11:
    case 26:
        return Kind::Damaged;
    case 13:
        return Kind::Full;
    case 14:
        return Kind::Missing;
    case 18:
    case 19:
    case 20:
        return Kind::Data;
    default:
        return Kind::Other;
    }
}

QString plainText(QString text, const QString &code)
{
    text = text.simplified();
    const QString appended = u"("_s + code + u")"_s;
    if (text.startsWith("ERROR: "_L1))
        text = text.sliced(7);
    if (text.startsWith(appended)) // the driver writes the code before the text or behind it, by version
        text = text.sliced(appended.size());
    if (text.endsWith(appended))
        text.chop(appended.size());
    return text.trimmed();
}

QString textOf(const QSqlError &error)
{
    return plainText(
        error.databaseText().isEmpty() ? error.driverText() : error.databaseText(), error.nativeErrorCode());
}

bool mentionsAny(const QString &text, std::initializer_list<QLatin1StringView> words)
{
    return std::any_of(words.begin(), words.end(),
        [&text](QLatin1StringView word) { return text.contains(word, Qt::CaseInsensitive); });
}

Error::Kind errorKindOf(Kind kind)
{
    switch (kind) {
    case Kind::Transient:
        return Error::Kind::Busy;
    case Kind::Slow:
        return Error::Kind::Timeout;
    case Kind::ReadOnly:
    case Kind::Full: // it refuses writes and will go on answering reads
        return Error::Kind::ReadOnly;
    case Kind::Permission:
        return Error::Kind::Permission;
    case Kind::Auth:
        return Error::Kind::Auth;
    case Kind::Tls:
        return Error::Kind::Tls;
    case Kind::Settings:
    case Kind::Data:
        return Error::Kind::Invalid;
    case Kind::Duplicate:
        return Error::Kind::Conflict;
    case Kind::Lost:
        return Error::Kind::Network;
    case Kind::Missing:
        return Error::Kind::NotFound;
    case Kind::Damaged:
        return Error::Kind::Parse;
    case Kind::Other:
        return Error::Kind::Protocol;
    }
    return Error::Kind::Protocol;
}

} // namespace

Error Fault::toError(const QString &doing) const
{
    const QString code = state.isEmpty() ? QString() : u" ("_s + state + u")"_s;
    const QString unknown = atCommit ? u"; whether it happened is not known"_s : QString();
    return {errorKindOf(kind), doing + u": "_s + message + code + unknown};
}

Fault faultOf(const QSqlError &error, Backend backend, bool isOpen)
{
    if (backend == Backend::Postgres)
        return postgresFault(error.nativeErrorCode(), textOf(error), isOpen);
    Fault fault{Kind::Other, error.nativeErrorCode(), textOf(error), false};
    fault.kind = kindOfSqliteCode(fault.state.toInt(), fault.message);
    return fault;
}

Fault postgresFault(const QString &state, const QString &message, bool isOpen)
{
    return {isOpen ? kindOfState(state) : Kind::Lost, state, plainText(message, state), false};
}

Fault connectFaultOf(const QSqlError &error, Backend backend)
{
    Fault fault{Kind::Lost, error.nativeErrorCode(), textOf(error), false};
    if (backend == Backend::Sqlite) {
        fault.kind = kindOfSqliteCode(fault.state.toInt(), fault.message);
        return fault;
    }
    if (mentionsAny(fault.message, {"password"_L1, "authentication"_L1, "pg_hba"_L1, "role \""_L1}))
        fault.kind = Kind::Auth;
    else if (mentionsAny(fault.message, {"certificate"_L1, "SSL"_L1, "does not match host name"_L1}))
        fault.kind = Kind::Tls;
    else if (fault.message.contains("database \""_L1) && fault.message.contains("does not exist"_L1))
        fault.kind = Kind::Settings;
    return fault;
}

} // namespace emberwatch::sql

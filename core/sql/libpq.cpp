// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/libpq.h"

#include <QLibrary>

namespace emberwatch::sql {

using namespace Qt::StringLiterals;

namespace {

constexpr int libraryVersion = 5; // libpq.so.5 since PostgreSQL 8.2

template <typename Function> void find(QLibrary &library, Function &function, const char *name)
{
    function = reinterpret_cast<Function>(library.resolve(name));
}

Libpq found()
{
    QLibrary library(u"pq"_s, libraryVersion);
    Libpq pq;
    if (!library.load())
        return pq;
    find(library, pq.socket, "PQsocket");
    find(library, pq.status, "PQstatus");
    find(library, pq.errorMessage, "PQerrorMessage");
    find(library, pq.execParams, "PQexecParams");
    find(library, pq.sendQueryParams, "PQsendQueryParams");
    find(library, pq.setSingleRowMode, "PQsetSingleRowMode");
    find(library, pq.getResult, "PQgetResult");
    find(library, pq.resultStatus, "PQresultStatus");
    find(library, pq.resultErrorField, "PQresultErrorField");
    find(library, pq.resultErrorMessage, "PQresultErrorMessage");
    find(library, pq.ntuples, "PQntuples");
    find(library, pq.getisnull, "PQgetisnull");
    find(library, pq.getvalue, "PQgetvalue");
    find(library, pq.getlength, "PQgetlength");
    find(library, pq.clear, "PQclear");
    return pq;
}

} // namespace

bool Libpq::isComplete() const
{
    return socket != nullptr && status != nullptr && errorMessage != nullptr && execParams != nullptr
        && sendQueryParams != nullptr && setSingleRowMode != nullptr && getResult != nullptr
        && resultStatus != nullptr && resultErrorField != nullptr && resultErrorMessage != nullptr
        && ntuples != nullptr && getisnull != nullptr && getvalue != nullptr && getlength != nullptr
        && clear != nullptr;
}

const Libpq &libpq()
{
    static const Libpq functions = found();
    return functions;
}

} // namespace emberwatch::sql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

namespace emberwatch::sql {

/// The functions of libpq that we call beside Qt's driver. Looked up where a database is opened, not linked:
/// libpq brings twenty libraries along, which every start of a program would load for those who have no
/// PostgreSQL.
struct Libpq
{
    decltype(&PQsocket) socket = nullptr;
    decltype(&PQstatus) status = nullptr;
    decltype(&PQerrorMessage) errorMessage = nullptr;
    decltype(&PQexecParams) execParams = nullptr;
    decltype(&PQsendQueryParams) sendQueryParams = nullptr;
    decltype(&PQsetSingleRowMode) setSingleRowMode = nullptr;
    decltype(&PQgetResult) getResult = nullptr;
    decltype(&PQresultStatus) resultStatus = nullptr;
    decltype(&PQresultErrorField) resultErrorField = nullptr;
    decltype(&PQresultErrorMessage) resultErrorMessage = nullptr;
    decltype(&PQntuples) ntuples = nullptr;
    decltype(&PQgetisnull) getisnull = nullptr;
    decltype(&PQgetvalue) getvalue = nullptr;
    decltype(&PQgetlength) getlength = nullptr;
    decltype(&PQclear) clear = nullptr;

    [[nodiscard]] bool isComplete() const;
};

/// The same library that Qt's driver works with: the linker finds it by its name. Where it is missing (then
/// the driver does not load either) or lacks a function, the result is not complete. From any thread.
[[nodiscard]] const Libpq &libpq();

} // namespace emberwatch::sql

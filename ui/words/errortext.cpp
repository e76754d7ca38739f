// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/errortext.h"

#include <QCoreApplication>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

} // namespace

QString errorClause(const Error &error, const QString &server)
{
    switch (error.kind) {
    case Error::Kind::Network:
        if (error.message.contains("refused"_L1, Qt::CaseInsensitive))
            return Words::tr("%1 refused the connection").arg(server);
        if (error.message.contains("not found"_L1, Qt::CaseInsensitive))
            return Words::tr("%1 was not found by name").arg(server);
        return Words::tr("%1 cannot be reached").arg(server);
    case Error::Kind::Timeout:
        return Words::tr("%1 does not answer in time").arg(server);
    case Error::Kind::Protocol:
        return Words::tr("%1 sent something that is not Redis").arg(server);
    case Error::Kind::Tls:
        return Words::tr("%1 could not prove who it is").arg(server);
    case Error::Kind::Auth:
        return Words::tr("%1 did not accept the user or password").arg(server);
    case Error::Kind::Permission:
        return Words::tr("%1 does not allow this user to read the jobs").arg(server);
    case Error::Kind::Busy:
        return Words::tr("%1 is busy").arg(server);
    case Error::Kind::ReadOnly:
        return Words::tr("%1 is read-only").arg(server);
    case Error::Kind::OutOfMemory:
        return Words::tr("%1 is out of memory").arg(server);
    case Error::Kind::Parse:
        return Words::tr("%1 sent an answer that cannot be read").arg(server);
    case Error::Kind::Invalid:
        return Words::tr("%1 refused what it was asked").arg(server);
    case Error::Kind::NotFound:
        return Words::tr("%1 does not have it").arg(server);
    case Error::Kind::Conflict:
        return Words::tr("%1 has changed it meanwhile").arg(server);
    case Error::Kind::Cancelled:
        return Words::tr("The connection to %1 was closed").arg(server);
    }
    return {};
}

QString errorAdvice(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Auth:
        return Words::tr("Check user and password, then start again with the right address.");
    case Error::Kind::Tls:
        return Words::tr("Check the certificate, the host name and the authorities that are trusted.");
    case Error::Kind::Permission:
        return Words::tr("Doctor names the rights that are missing.");
    default:
        return {};
    }
}

bool needsPerson(const Error &error)
{
    return error.kind == Error::Kind::Auth || error.kind == Error::Kind::Tls;
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/tlserrors.h"

#include <QDateTime>
#include <QSslCertificate>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace emberwatch {

namespace {

QString namesIn(const QSslCertificate &certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    return names.isEmpty() ? u"no name at all"_s : names.join(u", "_s);
}

QString describe(const QSslError &error, const QString &name)
{
    const QSslCertificate certificate = error.certificate();
    switch (error.error()) {
    case QSslError::SelfSignedCertificate:
        return u"it is self-signed and not among the trusted authorities"_s;
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return u"it is signed by an unknown authority (is its CA file given?)"_s;
    case QSslError::CertificateExpired:
        return u"it expired on "_s + certificate.expiryDate().toUTC().toString(Qt::ISODate);
    case QSslError::CertificateNotYetValid:
        return u"it is not valid before "_s + certificate.effectiveDate().toUTC().toString(Qt::ISODate);
    case QSslError::HostNameMismatch:
        return u"it is for %1, not for %2"_s.arg(namesIn(certificate), name);
    default:
        return error.errorString();
    }
}

} // namespace

QString describeCertificateErrors(const QList<QSslError> &errors, const QString &name)
{
    QStringList causes;
    for (const QSslError &error : errors)
        causes.append(describe(error, name));
    causes.removeDuplicates();
    return u"the certificate of the server is refused: "_s + causes.join(u"; "_s);
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tlscertificates.h"

#include <QFile>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace emberwatch::test {

namespace {

const QStringList newKey{
    u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s};

} // namespace

TlsCertificates::TlsCertificates()
{
    makeSelfSigned("ca", u"/CN=Emberwatch test authority"_s, {});
    makeSelfSigned("strange", u"/CN=Another authority"_s, {});
    makeSelfSigned("selfsigned", u"/CN=localhost"_s, u"DNS:localhost"_s);
    makeRequest("server", u"/CN=localhost"_s);
    makeSigned("server", u"DNS:localhost,IP:127.0.0.1"_s);
    makeRequest("wronghost", u"/CN=redis.example"_s);
    makeSigned("wronghost", u"DNS:redis.example"_s);
    makeRequest("expired", u"/CN=localhost"_s);
    makeExpired();
}

QString TlsCertificates::file(const char *name) const
{
    return m_folder.filePath(QString::fromLatin1(name));
}

TlsCertificates::Pair TlsCertificates::pair(const char *name) const
{
    const QString base = file(name);
    return {base + u".pem"_s, base + u".key"_s};
}

void TlsCertificates::openssl(const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"openssl"_s, arguments);
    const bool isFine = process.waitForFinished() && process.exitCode() == 0;
    if (!isFine)
        m_problems
            += arguments.join(u' ') + u": "_s + QString::fromUtf8(process.readAll()) + process.errorString();
}

void TlsCertificates::write(const char *name, const QByteArray &text)
{
    QFile target(file(name));
    if (!target.open(QIODevice::WriteOnly) || target.write(text) != text.size())
        m_problems += target.errorString();
}

void TlsCertificates::makeSelfSigned(const char *name, const QString &subject, const QString &names)
{
    const Pair made = pair(name);
    QStringList arguments = QStringList{u"req"_s, u"-x509"_s} + newKey
        + QStringList{
            u"-keyout"_s, made.key, u"-out"_s, made.certificate, u"-days"_s, u"30"_s, u"-subj"_s, subject};
    if (!names.isEmpty())
        arguments += {u"-addext"_s, u"subjectAltName="_s + names};
    openssl(arguments);
}

void TlsCertificates::makeRequest(const char *name, const QString &subject)
{
    const Pair made = pair(name);
    openssl(QStringList{u"req"_s} + newKey
        + QStringList{
            u"-keyout"_s, made.key, u"-out"_s, made.certificate + u".request"_s, u"-subj"_s, subject});
}

void TlsCertificates::makeSigned(const char *name, const QString &names)
{
    const Pair made = pair(name);
    write("names", "subjectAltName=" + names.toLatin1() + '\n');
    openssl({u"x509"_s, u"-req"_s, u"-in"_s, made.certificate + u".request"_s, u"-CA"_s, authority(),
        u"-CAkey"_s, file("ca.key"), u"-CAcreateserial"_s, u"-days"_s, u"30"_s, u"-extfile"_s, u"names"_s,
        u"-out"_s, made.certificate});
}

/// Only `openssl ca` can set a past date in all versions that we meet.
void TlsCertificates::makeExpired()
{
    const Pair made = expired();
    write("names", "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    write("index.txt", {});
    write("serial", "1000\n");
    write("ca.cnf",
        "[ca]\ndefault_ca=test\n[test]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md="
        "sha256\n"
        "policy=any\n[any]\ncommonName=supplied\n");
    openssl({u"ca"_s, u"-batch"_s, u"-notext"_s, u"-config"_s, u"ca.cnf"_s, u"-cert"_s, authority(),
        u"-keyfile"_s, file("ca.key"), u"-startdate"_s, u"20200101000000Z"_s, u"-enddate"_s,
        u"20200201000000Z"_s, u"-extfile"_s, u"names"_s, u"-in"_s, made.certificate + u".request"_s,
        u"-out"_s, made.certificate});
}

} // namespace emberwatch::test

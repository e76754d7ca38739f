// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace emberwatch::test {

/// An authority of its own and what it signed, made with the openssl command for one test. All names are
/// paths of PEM files in a folder that goes with the object.
class TlsCertificates
{
public:
    struct Pair
    {
        QString certificate;
        QString key;
    };

    TlsCertificates();

    /// False if the openssl command failed; problems() says why.
    [[nodiscard]] bool isComplete() const { return m_problems.isEmpty(); }
    [[nodiscard]] QString problems() const { return m_problems; }

    [[nodiscard]] QString authority() const { return file("ca.pem"); }
    /// Another authority, which signed none of these.
    [[nodiscard]] QString strangeAuthority() const { return file("strange.pem"); }
    /// For localhost and 127.0.0.1.
    [[nodiscard]] Pair server() const { return pair("server"); }
    /// For another host.
    [[nodiscard]] Pair wrongHost() const { return pair("wronghost"); }
    /// For localhost, until the first of February 2020.
    [[nodiscard]] Pair expired() const { return pair("expired"); }
    /// For localhost, signed by nobody but itself.
    [[nodiscard]] Pair selfSigned() const { return pair("selfsigned"); }

private:
    [[nodiscard]] QString file(const char *name) const;
    [[nodiscard]] Pair pair(const char *name) const;
    void openssl(const QStringList &arguments);
    void write(const char *name, const QByteArray &text);
    void makeSelfSigned(const char *name, const QString &subject, const QString &names);
    void makeRequest(const char *name, const QString &subject);
    void makeSigned(const char *name, const QString &names);
    void makeExpired();

    QTemporaryDir m_folder;
    QString m_problems;
};

} // namespace emberwatch::test

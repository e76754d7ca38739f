// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/connectiontrouble.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

namespace {

redis::ConnectionOptions optionsFor(const QString &url)
{
    return *redis::parseRedisUrl(url);
}

} // namespace

class TestConnectionTrouble : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void explains_data();
    void explains();
    void sayTheAddressOnce();
    void keepsSecrets();
    void escapesWhatTheServerSays();
};

void TestConnectionTrouble::explains_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("message");
    QTest::addColumn<ConnectStage>("stage");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("advice");
    const QString plain = u"redis://h"_s;
    const QString tls = u"rediss://h"_s;
    const auto reaching = ConnectStage::Reaching;
    const auto signingIn = ConnectStage::SigningIn;
    QTest::newRow("nobody listens") << plain << Kind::Network << u"Connection refused"_s << reaching
                                    << u"cannot reach"_s << u"running"_s;
    QTest::newRow("unknown name") << plain << Kind::Network << u"Host not found"_s << reaching
                                  << u"cannot reach"_s << u"VPN"_s;
    QTest::newRow("socket") << u"unix:///run/r.sock"_s << Kind::Network << u"Invalid name"_s << reaching
                            << u"cannot reach"_s << u"socket"_s;
    QTest::newRow("plain text to a TLS port")
        << plain << Kind::Timeout << u"no answer"_s << signingIn << u"does not answer"_s << u"rediss://"_s;
    QTest::newRow("TLS to a plain port")
        << tls << Kind::Tls << u"error:0A00010B:SSL routines::wrong version number"_s
        << ConnectStage::Encrypting << u"TLS"_s << u"redis://"_s;
    QTest::newRow("own authority") << tls << Kind::Tls << u"The certificate is self-signed, and untrusted"_s
                                   << ConnectStage::Encrypting << u"TLS"_s << u"--cacert"_s;
    QTest::newRow("another name") << tls << Kind::Tls
                                  << u"The host name did not match any of the valid hosts"_s
                                  << ConnectStage::Encrypting << u"TLS"_s << u"sni=NAME"_s;
    QTest::newRow("expired") << tls << Kind::Tls << u"The certificate has expired"_s
                             << ConnectStage::Encrypting << u"TLS"_s << u"valid today"_s;
    QTest::newRow("password needed") << plain << Kind::Auth << u"NOAUTH Authentication required."_s
                                     << signingIn << u"refuses"_s << u"asks for a password"_s;
    QTest::newRow("wrong password") << u"redis://:p@h"_s << Kind::Auth << u"WRONGPASS invalid"_s << signingIn
                                    << u"refuses"_s << u"password is wrong"_s;
    QTest::newRow("wrong user or password") << u"redis://u:p@h"_s << Kind::Auth << u"WRONGPASS invalid"_s
                                            << signingIn << u"refuses"_s << u"User or password"_s;
    QTest::newRow("password not wanted")
        << u"redis://:p@h"_s << Kind::Auth << u"ERR AUTH <password> called without any password configured"_s
        << signingIn << u"refuses"_s << u"leave it out"_s;
    QTest::newRow("something else answers")
        << plain << Kind::Protocol << u"got 'H'"_s << signingIn << u"is not Redis"_s << QString();
    QTest::newRow("protected mode") << plain << Kind::Invalid
                                    << u"DENIED Redis is running in protected mode"_s << signingIn
                                    << u"refuses"_s << u"local connections"_s;
    QTest::newRow("loading") << plain << Kind::Busy << u"LOADING"_s << signingIn << u"cannot serve"_s
                             << u"later"_s;
}

void TestConnectionTrouble::explains()
{
    QFETCH(QString, url);
    QFETCH(Kind, kind);
    QFETCH(QString, message);
    QFETCH(ConnectStage, stage);
    QFETCH(QString, sentence);
    QFETCH(QString, advice);
    const ConnectionTrouble trouble = explainTrouble({kind, message}, optionsFor(url), stage);
    QVERIFY2(trouble.sentence.contains(sentence) && trouble.sentence.contains(message),
        qPrintable(trouble.sentence));
    QVERIFY2(trouble.advice.contains(advice), qPrintable(trouble.advice));
}

void TestConnectionTrouble::sayTheAddressOnce()
{
    const auto options = optionsFor(u"redis://h:7"_s);
    const QString url = redis::displayUrl(options);
    const ConnectionTrouble trouble
        = explainTrouble({Kind::Network, url + u": Connection refused"_s}, options, ConnectStage::Reaching);
    QCOMPARE(trouble.sentence.count(url), 1);
}

void TestConnectionTrouble::keepsSecrets()
{
    const auto options = optionsFor(u"redis://me:canary@h:7"_s);
    for (const Kind kind :
        {Kind::Network, Kind::Timeout, Kind::Auth, Kind::Protocol, Kind::Busy, Kind::Invalid}) {
        const ConnectionTrouble trouble = explainTrouble({kind, u"x"_s}, options, ConnectStage::SigningIn);
        QVERIFY(!trouble.sentence.contains(u"canary"_s) && !trouble.advice.contains(u"canary"_s));
    }
}

void TestConnectionTrouble::escapesWhatTheServerSays()
{
    const ConnectionTrouble trouble = explainTrouble(
        {Kind::Auth, u"NO\x1b[31m\n"_s}, optionsFor(u"redis://h"_s), ConnectStage::SigningIn);
    QVERIFY(!trouble.sentence.contains(u'\x1b') && !trouble.sentence.contains(u'\n'));
}

QTEST_APPLESS_MAIN(TestConnectionTrouble)
#include "tst_connectiontrouble.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/themesource.h"
#include "ui/welcome/addressfield.h"
#include "ui/welcome/teststeps.h"
#include "ui/welcome/welcomepage.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

Finding finding(DiagnosisStep step, Finding::State state, const QString &sentence)
{
    Finding found;
    found.step = step;
    found.state = state;
    found.sentence = sentence;
    return found;
}

} // namespace

class TestWelcomePage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { make({true, u"redis://cache:6379/2"_s, {}}); }

    void cleanup()
    {
        page.reset();
        themes.reset();
    }

    void offersOnlyWhatIsThere()
    {
        QVERIFY(button("openDemo")->isVisible());
        QVERIFY(button("openRedisUrl")->isVisible());
        make({});
        QVERIFY(!button("openDemo"));
        QVERIFY(!button("openRedisUrl"));
    }

    void anUnreadableRedisUrlSaysWhy()
    {
        make({false, {}, u"Redis address, character 1: expected redis://"_s});
        QVERIFY(!button("openRedisUrl")->isEnabled());
        QVERIFY(anyLabelSays("character 1"_L1));
    }

    void offersAreChosenByButtonAndKey()
    {
        QSignalSpy demo(page.get(), &WelcomePage::demoRequested);
        QSignalSpy url(page.get(), &WelcomePage::redisUrlRequested);
        button("openDemo")->click();
        QCOMPARE(demo.count(), 1);
        QVERIFY(!button("openDemo")->isEnabled());
        page->showDemoError(Error{Error::Kind::NotFound, u"redis-server is not installed"_s});
        QVERIFY(button("openDemo")->isEnabled());
        QVERIFY(anyLabelSays("redis-server is not installed"_L1));
        page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
        QTest::keyClick(page.get(), Qt::Key_U, Qt::AltModifier);
        QCOMPARE(url.count(), 1);
    }

    void stepsAppearOneByOne()
    {
        QSignalSpy asked(page.get(), &WelcomePage::testRequested);
        page->setAddress(u"rediss://cache:6380/1"_s);
        button("testButton")->click();
        QCOMPARE(asked.count(), 1);
        const auto options = asked.first().first().value<redis::ConnectionOptions>();
        QCOMPARE(options.host, u"cache"_s);
        QCOMPARE(options.database, 1);
        QCOMPARE(steps(), u"Reach ..."_s);
        page->showFinding(finding(DiagnosisStep::Reach, Finding::State::Ok, u"3 ms"_s));
        QCOMPARE(steps(), u"Reach: fine, 3 ms\nTLS ..."_s);
        page->showFinding(finding(DiagnosisStep::Tls, Finding::State::Ok, u"verified"_s));
        page->showFinding(finding(DiagnosisStep::SignIn, Finding::State::Ok, u"as bob"_s));
        page->showFinding(finding(DiagnosisStep::Server, Finding::State::Ok, u"7.0"_s));
        QVERIFY(steps().endsWith("Sign in: fine, as bob\nRead jobs ..."_L1));
        page->showFinding(finding(DiagnosisStep::Clock, Finding::State::Warning, u"3 s ahead"_s));
        QVERIFY(steps().contains("Clock: warning, 3 s ahead"_L1));
        page->showTestFinished();
        QVERIFY(!steps().contains("..."_L1));
        QCOMPARE(button("testButton")->text(), u"Test"_s);
    }

    void whatATestFindsMovesNothingAbove()
    {
        page->setAddress(u"redis://cache"_s);
        const QPoint before = address()->mapTo(page.get(), QPoint());
        button("testButton")->click();
        page->showFinding(finding(DiagnosisStep::Reach, Finding::State::Ok, u"3 ms"_s));
        QVERIFY(page->grab().width() > 0);
        QCOMPARE(address()->mapTo(page.get(), QPoint()), before);
    }

    void aTestCanBeStopped()
    {
        QSignalSpy cancelled(page.get(), &WelcomePage::testCancelled);
        page->setAddress(u"redis://cache"_s);
        button("testButton")->click();
        QCOMPARE(button("testButton")->text(), u"Stop"_s);
        button("testButton")->click();
        QCOMPARE(cancelled.count(), 1);
        page->showFinding(finding(DiagnosisStep::Reach, Finding::State::Ok, u"late"_s));
        QVERIFY(!steps().contains("late"_L1));
    }

    void editingTheAddressEndsItsTest()
    {
        QSignalSpy cancelled(page.get(), &WelcomePage::testCancelled);
        page->setAddress(u"redis://cache"_s);
        button("testButton")->click();
        page->showFinding(finding(DiagnosisStep::Reach, Finding::State::Ok, u"3 ms"_s));
        QTest::keyClicks(address(), u"x"_s);
        QCOMPARE(cancelled.count(), 1);
        QCOMPARE(steps(), QString());
    }

    void badInputIsSaidInPlaceAndLosesNothing()
    {
        QSignalSpy asked(page.get(), &WelcomePage::connectRequested);
        button("connectButton")->click();
        QVERIFY(says().contains("address"_L1));
        page->setAddress(u"redis://bob:secret@cache:99999"_s);
        const QString shown = address()->text();
        button("connectButton")->click();
        QVERIFY2(says().contains("a port from 1 to 65535"_L1), qPrintable(says()));
        QVERIFY(!says().contains("secret"_L1));
        QCOMPARE(address()->text(), shown);
        QCOMPARE(asked.count(), 0);
    }

    void connectingHandsOverThePassword()
    {
        QSignalSpy asked(page.get(), &WelcomePage::connectRequested);
        page->setAddress(u"rediss://bob:secret@cache"_s);
        QTest::keyClick(address(), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        const auto options = asked.first().first().value<redis::ConnectionOptions>();
        QCOMPARE(options.user, QByteArray("bob"));
        QCOMPARE(options.password->reveal(), QByteArray("secret"));
        QVERIFY(!button("connectButton")->isEnabled());
        QVERIFY(!says().contains("secret"_L1));
        page->showConnectError(Error{Error::Kind::Auth, u"WRONGPASS"_s});
        QVERIFY(button("connectButton")->isEnabled());
        QVERIFY(says().contains("did not accept"_L1));
        QVERIFY(says().contains("WRONGPASS"_L1));
        QVERIFY(!says().contains("bob"_L1));
        QCOMPARE(address()->address(), u"rediss://bob:secret@cache"_s);
    }

    void aMissingPasswordIsAskedFor()
    {
        QSignalSpy asked(page.get(), &WelcomePage::connectRequested);
        auto *password = page->findChild<QLineEdit *>(u"password"_s);
        QVERIFY(!password->isVisible());
        page->setAddress(u"rediss://bob:@cache"_s);
        QVERIFY(password->isVisible());
        QCOMPARE(password->echoMode(), QLineEdit::Password);
        button("connectButton")->click();
        QCOMPARE(asked.count(), 0);
        QVERIFY(says().contains("bob"_L1));
        QTest::keyClicks(password, u"p w"_s);
        QVERIFY(says().isEmpty());
        button("connectButton")->click();
        QCOMPARE(
            asked.first().first().value<redis::ConnectionOptions>().password->reveal(), QByteArray("p w"));
    }

    void aPasswordTravelsInTheClearOnlyWhereAllowed()
    {
        QSignalSpy asked(page.get(), &WelcomePage::connectRequested);
        auto *allow = page->findChild<QCheckBox *>(u"plainPassword"_s);
        page->setAddress(u"redis://bob:secret@127.0.0.1"_s);
        QVERIFY(!allow->isVisible());
        page->setAddress(u"redis://bob:secret@cache"_s);
        QVERIFY(allow->isVisible());
        button("connectButton")->click();
        QCOMPARE(asked.count(), 0);
        QVERIFY(says().contains("unencrypted"_L1));
        allow->click();
        button("connectButton")->click();
        QCOMPARE(asked.count(), 1);
        page->showReady();
        page->setAddress(u"redis://bob:secret@other"_s);
        QVERIFY(!allow->isChecked());
    }

    void aLonePasswordIsExplained()
    {
        page->setAddress(u"rediss://ops_viewer@cache"_s);
        QVERIFY(says().contains("user:@host"_L1));
        QVERIFY(!address()->text().contains("ops_viewer"_L1));
    }

    void labelsArePlain()
    {
        page->setAddress(u"redis://cache"_s);
        button("testButton")->click();
        Finding odd = finding(DiagnosisStep::Reach, Finding::State::Problem, u"<b>x</b>"_s);
        odd.detail = u"<i>y</i>"_s;
        odd.remedy = u"ACL SETUSER <z>"_s;
        page->showFinding(odd);
        for (const QLabel *label : page->findChildren<QLabel *>()) {
            if (!label->text().isEmpty())
                QCOMPARE(label->textFormat(), Qt::PlainText);
        }
    }

private:
    void make(const WelcomeOffers &offers)
    {
        page.reset();
        themes = std::make_unique<ThemeSource>(ThemeChoice::Light, Fonts::systemInterface());
        page = std::make_unique<WelcomePage>(themes.get(), offers);
        page->resize(1000, 700);
        page->show();
        QVERIFY(QTest::qWaitForWindowExposed(page.get()));
    }
    QPushButton *button(const char *name) const
    {
        return page->findChild<QPushButton *>(QString::fromLatin1(name));
    }
    AddressField *address() const { return page->findChild<AddressField *>(u"address"_s); }
    QString steps() const { return page->findChild<TestSteps *>(u"testSteps"_s)->text(); }
    QString says() const
    {
        const auto *label = page->findChild<QLabel *>(u"connectSays"_s);
        return label->isVisible() ? label->text() : QString();
    }
    bool anyLabelSays(QLatin1StringView part) const
    {
        const QList<QLabel *> labels = page->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [part](const QLabel *label) { return label->isVisible() && label->text().contains(part); });
    }

    std::unique_ptr<ThemeSource> themes;
    std::unique_ptr<WelcomePage> page;
};

QTEST_MAIN(TestWelcomePage)
#include "tst_welcomepage.moc"

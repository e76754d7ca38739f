// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcome/connectcard.h"

#include "ui/theme/themesource.h"
#include "ui/welcome/addressfield.h"
#include "ui/welcome/teststeps.h"
#include "ui/words/errortext.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHostAddress>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

bool isLoopback(const QString &host)
{
    return host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || QHostAddress(host).isLoopback();
}

QString withoutMnemonic(QString text)
{
    return text.replace(u'&', "&&"_L1);
}

QString userText(const redis::ConnectionOptions &options)
{
    return options.user.isEmpty() ? ConnectCard::tr("the default user") : QString::fromUtf8(options.user);
}

} // namespace

ConnectCard::ConnectCard(const ThemeSource *themes, QWidget *parent)
    : QFrame(parent)
    , m_themes(themes)
    , m_title(new QLabel(tr("Connect to Redis"), this))
    , m_intro(new QLabel(
          tr("Paste a URL. Nothing is changed on the server: Emberwatch starts by only looking."), this))
    , m_address(new AddressField(themes, this))
    , m_test(new QPushButton(this))
    , m_connect(new QPushButton(tr("Connect"), this))
    , m_passwordRow(new QWidget(this))
    , m_passwordLabel(new QLabel(m_passwordRow))
    , m_password(new QLineEdit(m_passwordRow))
    , m_plain(new QCheckBox(this))
    , m_sayRow(new QWidget(this))
    , m_sayIcon(new QLabel(m_sayRow))
    , m_say(new QLabel(m_sayRow))
    , m_steps(new TestSteps(themes, this))
{
    build();
    setDoing(Doing::Nothing);
    lookAnew();
    connect(m_address, &AddressField::addressEdited, this, &ConnectCard::addressEdited);
    connect(m_address, &QLineEdit::returnPressed, this, &ConnectCard::connectNow);
    connect(m_password, &QLineEdit::textEdited, this, &ConnectCard::follow);
    connect(m_password, &QLineEdit::returnPressed, this, &ConnectCard::connectNow);
    connect(m_test, &QPushButton::clicked, this, &ConnectCard::test);
    connect(m_connect, &QPushButton::clicked, this, &ConnectCard::connectNow);
    connect(m_themes, &ThemeSource::themeChanged, this, &ConnectCard::lookAnew);
}

void ConnectCard::build()
{
    setProperty("look", u"card"_s);
    for (QLabel *label : {m_title, m_intro, m_passwordLabel, m_say})
        label->setTextFormat(Qt::PlainText);
    for (QLabel *label : {m_intro, m_say})
        label->setWordWrap(true);
    m_intro->setProperty("look", u"second"_s);
    m_say->setObjectName("connectSays"_L1);
    m_say->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_address->setObjectName("address"_L1);
    m_address->setAccessibleName(tr("Address of Redis"));
    m_address->setPlaceholderText(u"redis://user:password@host:6379/0"_s);
    m_test->setObjectName("testButton"_L1);
    m_connect->setObjectName("connectButton"_L1);
    m_connect->setProperty("look", u"primary"_s);
    m_password->setObjectName("password"_L1);
    m_password->setEchoMode(QLineEdit::Password);
    m_passwordLabel->setBuddy(m_password);
    m_plain->setObjectName("plainPassword"_L1);
    m_steps->setObjectName("testSteps"_L1);
    arrange();
}

void ConnectCard::arrange()
{
    auto *addressRow = new QHBoxLayout;
    addressRow->setSpacing(8);
    addressRow->addWidget(m_address, 1);
    addressRow->addWidget(m_test);
    addressRow->addWidget(m_connect);
    auto *passwordRow = new QHBoxLayout(m_passwordRow);
    passwordRow->setContentsMargins(0, 0, 0, 0);
    passwordRow->setSpacing(8);
    passwordRow->addWidget(m_passwordLabel);
    passwordRow->addWidget(m_password, 1);
    auto *sayRow = new QHBoxLayout(m_sayRow);
    sayRow->setContentsMargins(0, 0, 0, 0);
    sayRow->setSpacing(8);
    sayRow->addWidget(m_sayIcon, 0, Qt::AlignTop);
    sayRow->addWidget(m_say, 1);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addWidget(m_intro);
    column->addLayout(addressRow);
    for (QWidget *row : std::initializer_list<QWidget *>{m_passwordRow, m_plain, m_sayRow}) {
        row->hide();
        column->addWidget(row);
    }
    column->addWidget(m_steps);
    m_steps->hide();
}

void ConnectCard::lookAnew()
{
    m_title->setFont(m_themes->fonts().heading);
    m_password->setFont(m_themes->fonts().mono);
    const Colors &colors = m_themes->colors();
    m_sayIcon->setPixmap(m_themes->pixmap(m_saysProblem ? Icon::Warning : Icon::Information,
        m_saysProblem ? colors.warning : colors.third, m_themes->measures().icon, devicePixelRatioF()));
}

void ConnectCard::setAddress(const QString &url)
{
    m_address->setAddress(url);
    addressEdited();
}

void ConnectCard::focusAddress()
{
    m_address->setFocus();
}

void ConnectCard::addressEdited()
{
    // What was found out about another address would be taken for this one.
    if (m_doing == Doing::Testing)
        test();
    m_steps->clear();
    m_steps->hide();
    m_plain->setChecked(false);
    follow();
}

void ConnectCard::follow()
{
    m_sayRow->hide();
    const auto read = redis::parseRedisUrl(m_address->address());
    m_passwordRow->setVisible(read && read->asksPassword);
    if (m_passwordRow->isHidden())
        m_password->clear();
    else
        m_passwordLabel->setText(withoutMnemonic(tr("Password of %1").arg(userText(*read))));
    const bool leaks = read && wouldLeakPassword(*read);
    m_plain->setVisible(leaks);
    if (leaks)
        m_plain->setText(withoutMnemonic(tr("Send the password to %1 unencrypted").arg(read->host)));
    const bool isLonePassword = read && read->password && read->user.isEmpty() && m_address->hasPassword()
        && !m_address->text().contains("://:"_L1);
    if (isLonePassword)
        sayQuietly(
            tr("What stands alone before the @ is taken as the password. For a user write user:@host."));
}

bool ConnectCard::wouldLeakPassword(const redis::ConnectionOptions &options) const
{
    const bool hasPassword = options.password.has_value() || options.asksPassword;
    return hasPassword && options.transport == redis::ConnectionOptions::Transport::Tcp
        && !isLoopback(options.host);
}

std::optional<redis::ConnectionOptions> ConnectCard::options()
{
    if (m_address->text().trimmed().isEmpty()) {
        sayProblem(tr("Type or paste the address of a Redis first."));
        m_address->setFocus();
        return std::nullopt;
    }
    Result<redis::ConnectionOptions> read = redis::parseRedisUrl(m_address->address());
    if (!read) {
        // The place is told in the text that is on screen, not in the one with the password.
        const Result<redis::ConnectionOptions> shown = redis::parseRedisUrl(m_address->text());
        sayProblem((shown ? read.error() : shown.error()).message + u'.');
        m_address->setFocus();
        return std::nullopt;
    }
    if (read->asksPassword && m_password->text().isEmpty()) {
        sayProblem(tr("Type the password of %1.").arg(userText(*read)));
        m_password->setFocus();
        return std::nullopt;
    }
    if (wouldLeakPassword(*read) && !m_plain->isChecked()) {
        sayProblem(tr("The password would travel unencrypted. Use rediss://, or allow it above."));
        m_plain->setFocus();
        return std::nullopt;
    }
    if (read->asksPassword)
        read->password = Secret(m_password->text().toUtf8());
    return *read;
}

void ConnectCard::test()
{
    if (m_doing == Doing::Testing) {
        m_steps->finish();
        setDoing(Doing::Nothing);
        Q_EMIT testCancelled();
        return;
    }
    const std::optional<redis::ConnectionOptions> wanted = options();
    if (!wanted)
        return;
    m_sayRow->hide();
    m_tried = *wanted;
    m_steps->begin(wanted->transport == redis::ConnectionOptions::Transport::Tls);
    m_steps->show();
    setDoing(Doing::Testing);
    Q_EMIT testRequested(*wanted);
}

void ConnectCard::connectNow()
{
    if (m_doing == Doing::Connecting)
        return;
    const std::optional<redis::ConnectionOptions> wanted = options();
    if (!wanted)
        return;
    if (m_doing == Doing::Testing)
        test();
    m_tried = *wanted;
    sayQuietly(tr("Connecting to %1.").arg(redis::displayUrl(*wanted)));
    setDoing(Doing::Connecting);
    Q_EMIT connectRequested(*wanted);
}

void ConnectCard::showFinding(const Finding &finding)
{
    if (m_doing == Doing::Testing)
        m_steps->add(finding);
}

void ConnectCard::showTestFinished()
{
    if (m_doing != Doing::Testing)
        return;
    m_steps->finish();
    setDoing(Doing::Nothing);
}

void ConnectCard::showConnectError(const Error &error)
{
    setDoing(Doing::Nothing);
    const QString advice = errorAdvice(error);
    QString text = errorClause(error, redis::displayUrl(m_tried)) + u'.';
    if (!advice.isEmpty())
        text += u' ' + advice;
    if (!error.message.isEmpty())
        text += u'\n' + error.message;
    sayProblem(text);
}

void ConnectCard::showReady()
{
    setDoing(Doing::Nothing);
    if (!m_saysProblem)
        m_sayRow->hide();
}

void ConnectCard::sayProblem(const QString &text)
{
    m_saysProblem = true;
    m_say->setText(text);
    m_sayRow->show();
    lookAnew();
}

void ConnectCard::sayQuietly(const QString &text)
{
    m_saysProblem = false;
    m_say->setText(text);
    m_sayRow->show();
    lookAnew();
}

void ConnectCard::setDoing(Doing doing)
{
    m_doing = doing;
    m_test->setText(doing == Doing::Testing ? tr("Stop") : tr("Test"));
    m_test->setEnabled(doing != Doing::Connecting);
    m_connect->setEnabled(doing != Doing::Connecting);
    m_address->setReadOnly(doing == Doing::Connecting);
}

} // namespace emberwatch

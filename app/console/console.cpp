// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console.h"

#include "app/console/demoprocess.h"
#include "app/console/environmentsdesk.h"
#include "app/console/redisaddress.h"
#include "app/console/screenshot.h"
#include "core/runner/spool.h"
#include "ui/engine/doctorrun.h"
#include "ui/servers/allowedservers.h"
#include "ui/shell/feeddisplay.h"
#include "ui/welcome/welcomepage.h"

#include <QAction>
#include <QApplication>
#include <QInputDialog>
#include <QLoggingCategory>

namespace emberwatch {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(logConsole, "emberwatch.console", QtInfoMsg)

namespace {

QFont wantedFont(const QString &description)
{
    QFont font = Fonts::systemInterface();
    const qsizetype comma = description.lastIndexOf(u',');
    if (description.isEmpty())
        return font;
    font.setFamily(description.left(comma < 0 ? description.size() : comma).trimmed());
    if (const double points = comma < 0 ? 0 : description.mid(comma + 1).toDouble(); points > 0)
        font.setPointSizeF(points);
    return font;
}

QString nameOf(const redis::ConnectionOptions &address)
{
    return address.transport == redis::ConnectionOptions::Transport::Local ? address.path : address.host;
}

} // namespace

Console::Console(ConsoleOptions options, RecoverySetup recovery, SettingsFile file, Clock clock)
    : m_options(std::move(options))
    , m_recovery(std::move(recovery))
    , m_file(std::move(file))
    , m_clock(std::move(clock))
    , m_settings(m_file.read())
{
    const ThemeChoice theme = m_options.theme.value_or(m_settings.theme);
    m_themes = std::make_unique<ThemeSource>(theme, wantedFont(m_options.font));
    m_window = std::make_unique<MainWindow>(m_themes.get(), m_settings, m_clock);
    m_environments = std::make_unique<EnvironmentsDesk>(
        m_themes.get(), m_window.get(), m_options.environment ? m_options.environment->name : QString());
    connect(m_environments.get(), &EnvironmentsDesk::noticed, &m_window->feed(), &FeedDisplay::notice);
    connect(m_window.get(), &MainWindow::closing, this, &Console::save);
}

Console::~Console() = default;

void Console::start(const std::optional<redis::ConnectionOptions> &address)
{
    if (!m_options.screenshot.isEmpty())
        m_screenshot
            = std::make_unique<Screenshot>(m_window.get(), m_options.screenshot, m_options.screenshotDelay);
    if (address)
        open(*address, m_options.name);
    else
        showWelcome();
    m_window->show();
}

void Console::end()
{
    save();
    // quit() would ask the window, and the window a person.
    QCoreApplication::exit();
}

void Console::showWelcome()
{
    WelcomeOffers offers;
    offers.hasDemo = !DemoProcess::program().isEmpty();
    if (const QString url = redisUrlOfEnvironment(); !url.isEmpty()) {
        const Result<redis::ConnectionOptions> address = redis::parseRedisUrl(url);
        (address ? offers.redisUrl : offers.redisUrlProblem)
            = address ? redis::displayUrl(*address) : address.error().message;
    }
    m_welcome = new WelcomePage(m_themes.get(), offers, m_window->pageParent());
    connect(m_welcome, &WelcomePage::testRequested, this, &Console::test);
    connect(m_welcome, &WelcomePage::testCancelled, this, [this] { m_test.reset(); });
    connect(m_welcome, &WelcomePage::connectRequested, this,
        [this](const redis::ConnectionOptions &address) { open(address, m_options.name); });
    connect(m_welcome, &WelcomePage::redisUrlRequested, this,
        [this] { openUrl(redisUrlOfEnvironment(), m_options.name); });
    connect(m_welcome, &WelcomePage::demoRequested, this, &Console::startDemo);
    m_window->showWelcome(m_welcome);
    if (m_screenshot)
        m_screenshot->ready();
}

void Console::openUrl(const QString &url, const QString &name)
{
    if (const Result<redis::ConnectionOptions> address = addressOfUrl(url))
        open(*address, name);
    else if (m_welcome)
        m_welcome->showConnectError(address.error());
}

void Console::open(redis::ConnectionOptions address, const QString &name)
{
    if (!askPassword(address)) {
        if (m_welcome)
            m_welcome->showReady();
        else
            showWelcome();
        return;
    }
    m_test.reset();
    m_welcome = nullptr;
    ConsoleSession::Target target;
    target.environment.server = redis::displayUrl(address);
    target.environment.name = name.isEmpty() ? nameOf(address) : name;
    target.environment.environmentClass = m_options.environmentClass;
    target.environment.prefix = m_options.prefix;
    target.schema.prefix = m_options.prefix;
    target.recovery = m_recovery;
    target.recovery.environment = target.environment.name;
    target.recovery.guarded = {target.environment.name, target.environment.environmentClass};
    target.recovery.schema = target.schema;
    target.recovery.clock = m_clock;
    target.recovery.spoolFolder = spoolFolder(address, target.schema, u"console"_s);
    target.connection = std::move(address);
    target.page = m_options.page;
    target.servers.given
        = m_options.allowedServers + serversFromText(qEnvironmentVariable("COMFYUI_SERVERS"));
    target.servers.chosen = m_settings.allowedServers.value(Settings::serversKey(target.environment.server));
    m_session = std::make_unique<ConsoleSession>(
        m_themes.get(), m_window.get(), std::move(target), m_settings, m_clock);
    if (m_screenshot) {
        connect(m_session.get(), &ConsoleSession::pictureCompleted, m_screenshot.get(), &Screenshot::ready);
        // A picture shows the details of a job, too.
        connect(m_screenshot.get(), &Screenshot::settled, m_window->commands().action(Command::NextJob),
            &QAction::trigger);
    }
}

void Console::test(const redis::ConnectionOptions &address)
{
    DoctorOptions options;
    options.schema.prefix = m_options.prefix;
    options.readsValues = false;
    options.clock = m_clock;
    m_test = std::make_unique<DoctorRun>(address, options);
    connect(m_test.get(), &DoctorRun::found, m_welcome, &WelcomePage::showFinding);
    connect(m_test.get(), &DoctorRun::finished, m_welcome, &WelcomePage::showTestFinished);
    m_test->start();
}

void Console::startDemo()
{
    m_demo = std::make_unique<DemoProcess>();
    connect(
        m_demo.get(), &DemoProcess::ready, this, [this](const QString &url) { openUrl(url, tr("demo")); });
    connect(m_demo.get(), &DemoProcess::failed, m_welcome, &WelcomePage::showDemoError);
    m_demo->start();
}

bool Console::askPassword(redis::ConnectionOptions &address)
{
    if (!address.asksPassword || address.password)
        return true;
    bool isGiven = false;
    const QString password = QInputDialog::getText(m_window.get(), tr("Password"),
        tr("Password of %1 at %2").arg(QString::fromUtf8(address.user), redis::displayUrl(address)),
        QLineEdit::Password, {}, &isGiven);
    if (isGiven)
        address.password = Secret(password.toUtf8());
    return isGiven;
}

void Console::save()
{
    m_settings = m_window->settings(m_settings);
    if (m_session)
        m_settings = m_session->settings(m_settings);
    // A picture is taken of what is there, not of how somebody left the window; nor does it leave anything.
    if (m_screenshot)
        return;
    if (const Result<void> written = m_file.write(m_settings); !written)
        qCWarning(logConsole).noquote() << "settings are not kept:" << written.error().message;
}

} // namespace emberwatch

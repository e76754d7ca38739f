// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/writesdesk.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "ui/engine/consoleengine.h"
#include "ui/shell/feeddisplay.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/writesdialog.h"

#include <QAction>

#include <utility>

namespace emberwatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// "11:42", "1:05:00": what is left.
QString leftText(std::chrono::milliseconds left)
{
    const qint64 seconds = left.count() / 1000;
    const QString end = u"%1:%2"_s.arg(seconds / 60 % 60, seconds < 3600 ? 1 : 2, 10, QLatin1Char('0'))
                            .arg(seconds % 60, 2, 10, QLatin1Char('0'));
    return seconds < 3600 ? end : QString::number(seconds / 3600) + u':' + end;
}

QString explanationOf(const WriteState &state)
{
    if (!state.trouble.isEmpty())
        return WritesDesk::tr("It is not known whether writing is allowed: %1")
            .arg(displayText(state.trouble.toUtf8()));
    if (!state.permit)
        return WritesDesk::tr("Production is read-only until writing is allowed for a time, with a reason.");
    const WritePermit &permit = *state.permit;
    const QString who = displayText((permit.actor.operatorName + u'@' + permit.actor.host).toUtf8());
    return WritesDesk::tr("Allowed by %1 at %2: %3\nClick to make it read-only again.")
        .arg(who, exactMomentText(permit.raisedAt), displayText(permit.reason.toUtf8()));
}

} // namespace

WritesDesk::WritesDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine,
    Environment environment, RecoverySetup setup)
    : m_themes(themes)
    , m_window(window)
    , m_engine(engine)
    , m_environment(std::move(environment))
    , m_setup(std::move(setup))
{
    m_state.isGuarded = m_environment.environmentClass == EnvironmentClass::Production;
    m_mayWrite = mayWrite();
    const auto on = [this](Command command, auto &&what) {
        connect(m_window->commands().action(command), &QAction::triggered, this, what);
    };
    on(Command::AllowWrites, [this] { allow(m_window); });
    on(Command::ForbidWrites, [this] { m_engine->lowerWrites(m_setup); });
    if (!m_state.isGuarded)
        return;
    connect(engine, &ConsoleEngine::writesTold, this, [this](const WriteState &state) {
        m_state = state;
        show();
    });
    connect(engine, &ConsoleEngine::writesRefused, this,
        [this](const Error &error) { m_window->feed().notice(displayText(error.message.toUtf8())); });
    connect(&m_seconds, &QTimer::timeout, this, &WritesDesk::show);
    m_seconds.start(1s);
    show();
    engine->watchWrites(m_setup);
}

bool WritesDesk::mayWrite() const
{
    return m_state.mayWrite(m_setup.clock());
}

void WritesDesk::describe(CommandContext &context) const
{
    context.isGuarded = m_state.isGuarded;
    context.mayWrite = mayWrite();
}

void WritesDesk::show()
{
    const bool isOpen = m_state.permit && mayWrite();
    const QString left
        = isOpen && m_state.permit->until ? leftText(*m_state.permit->until - m_setup.clock()) : QString();
    m_window->setLock(left, explanationOf(m_state));
    if (mayWrite() == std::exchange(m_mayWrite, mayWrite()))
        return;
    Q_EMIT mayWriteChanged(m_mayWrite);
    Q_EMIT contextChanged();
}

void WritesDesk::allow(QWidget *parent)
{
    WritesDialog dialog(m_themes, m_environment, parent);
    connect(&dialog, &WritesDialog::raiseRequested, m_engine,
        [engine = m_engine, setup = m_setup](std::chrono::milliseconds length, const QString &reason) {
            engine->raiseWrites(setup, length, reason);
        });
    connect(m_engine, &ConsoleEngine::writesRefused, &dialog, &WritesDialog::showError);
    connect(this, &WritesDesk::mayWriteChanged, &dialog, [&dialog](bool mayWrite) {
        if (mayWrite)
            dialog.accept();
    });
    dialog.exec();
}

} // namespace emberwatch

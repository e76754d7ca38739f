// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/environmentsdesk.h"

#include "core/config/environmentsfile.h"
#include "ui/shell/mainwindow.h"

#include <QCoreApplication>
#include <QProcessEnvironment>

#include <utility>

namespace emberwatch {

using namespace Qt::StringLiterals;

EnvironmentsDesk::EnvironmentsDesk(const ThemeSource *themes, MainWindow *window, QString current)
    : m_current(std::move(current))
{
    auto *menu = new EnvironmentMenu(
        themes, [this] { return content(); }, window);
    connect(menu, &EnvironmentMenu::chosen, this, &EnvironmentsDesk::open);
    window->setEnvironmentMenu(menu);
}

EnvironmentMenu::Content EnvironmentsDesk::content() const
{
    const QString path = defaultEnvironmentsPath();
    const Result<QList<EnvironmentConfig>> environments = readEnvironments(path);
    EnvironmentMenu::Content content;
    content.current = m_current;
    if (!environments && environments.error().kind == Error::Kind::NotFound)
        content.problem = tr("No other environments: there is no %1").arg(path);
    else if (!environments)
        content.problem = environments.error().message;
    else if (environments->isEmpty())
        content.problem = tr("No environments in %1").arg(path);
    else
        for (const EnvironmentConfig &environment : *environments)
            content.entries.append({environment.name, environment.environmentClass});
    return content;
}

void EnvironmentsDesk::open(const QString &name)
{
    QProcess process;
    prepareConsole(process, QCoreApplication::applicationFilePath(), name);
    if (process.startDetached())
        Q_EMIT noticed(tr("%1 opens in a window of its own.").arg(name));
    else
        Q_EMIT noticed(tr("No window could be opened for %1: %2.").arg(name, process.errorString()));
}

void prepareConsole(QProcess &process, const QString &program, const QString &environment)
{
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    // They would take the place of what the file says: one environment's address under another's name.
    for (const QString &variable :
        {u"EMBERWATCH_ENV"_s, u"EMBERWATCH_CLASS"_s, u"REDIS_URL"_s, u"DATABASE_URL"_s, u"COMFYUI_SERVERS"_s})
        variables.remove(variable);
    process.setProcessEnvironment(variables);
    process.setProgram(program);
    process.setArguments({u"--env"_s, environment});
}

} // namespace emberwatch

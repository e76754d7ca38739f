// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainmenu.h"

#include "ui/shell/commands.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

MainMenu::MainMenu(const Commands &commands, QWidget *parent)
    : QMenu(parent)
{
    setObjectName(u"mainMenu"_s);
    const auto put = [&commands](QMenu *menu, std::initializer_list<Command> wanted) {
        for (const Command command : wanted)
            menu->addAction(commands.action(command));
    };
    put(this, {Command::Refresh, Command::Pause});
    addSeparator();
    put(this, {Command::Recover, Command::CleanOrphans, Command::Reconcile});
    put(this, {Command::AllowWrites, Command::ForbidWrites});
    addSeparator();
    put(this, {Command::GoToJobs, Command::GoToTriage, Command::GoToServers, Command::GoToJournal});
    addSeparator();
    put(this, {Command::ToggleDetails, Command::ToggleCharts});
    QMenu *theme = addMenu(tr("Theme"));
    put(theme, {Command::ThemeSystem, Command::ThemeLight, Command::ThemeDark});
    QMenu *clock = addMenu(tr("Clock"));
    put(clock, {Command::ClockUtc, Command::ClockLocal});
    addSeparator();
    put(this, {Command::RunDoctor, Command::EnableNotifications});
    addSeparator();
    put(this, {Command::ShowPalette, Command::ShowKeys, Command::ShowAbout});
    addSeparator();
    put(this, {Command::Quit});
}

} // namespace emberwatch

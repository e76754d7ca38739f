// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/environmentmenu.h"

#include <QObject>
#include <QProcess>
#include <QStringList>

namespace emberwatch {

class MainWindow;
class ThemeSource;

/// The way from one environment of the file to another: a second console. Passwords, leases and the band of
/// one environment never meet those of another.
class EnvironmentsDesk : public QObject
{
    Q_OBJECT
public:
    /// @param themes, window  outlive it
    /// @param current         the environment of this window; empty: none of the file's
    EnvironmentsDesk(const ThemeSource *themes, MainWindow *window, QString current);

Q_SIGNALS:
    /// What was done, in a sentence.
    void noticed(const QString &text);

private:
    [[nodiscard]] EnvironmentMenu::Content content() const;
    void open(const QString &name);

    QString m_current;
};

/// A console on that environment of the file, and on nothing that the variables of this one say.
/// @param program  of the console
void prepareConsole(QProcess &process, const QString &program, const QString &environment);

} // namespace emberwatch

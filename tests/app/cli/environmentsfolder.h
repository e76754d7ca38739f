// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>
#include <QTemporaryDir>

namespace emberwatch::test {

/// A folder that is XDG_CONFIG_HOME for a program, with an environments file in it.
class EnvironmentsFolder
{
public:
    void write(const QByteArray &text, const QString &name = QStringLiteral("environments.conf")) const
    {
        QDir(m_folder.path()).mkpath(QStringLiteral("emberwatch"));
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            file.write(text);
    }
    [[nodiscard]] QByteArray read() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] QString path(const QString &name = QStringLiteral("environments.conf")) const
    {
        return m_folder.filePath(QStringLiteral("emberwatch/") + name);
    }
    [[nodiscard]] QString configHome() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
};

} // namespace emberwatch::test

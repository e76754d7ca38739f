// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/settingsfile.h"

#include <QCryptographicHash>
#include <QSettings>
#include <QStandardPaths>

#include <array>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

template <typename Value> struct Word
{
    Value value;
    QLatin1StringView text;
};

constexpr std::array themeWords{Word<ThemeChoice>{ThemeChoice::System, "system"_L1},
    Word<ThemeChoice>{ThemeChoice::Light, "light"_L1}, Word<ThemeChoice>{ThemeChoice::Dark, "dark"_L1}};
constexpr std::array zoneWords{
    Word<ClockZone>{ClockZone::Utc, "utc"_L1}, Word<ClockZone>{ClockZone::Local, "local"_L1}};

template <typename Words, typename Value>
Value valueOf(const Words &words, const QString &text, Value otherwise)
{
    for (const auto &word : words) {
        if (word.text == text)
            return word.value;
    }
    return otherwise;
}

template <typename Words, typename Value> QString textOf(const Words &words, Value value)
{
    for (const auto &word : words) {
        if (word.value == value)
            return word.text;
    }
    return {};
}

/// By key, each a list.
QHash<QString, QStringList> listsOf(QSettings &file, const QString &group)
{
    QHash<QString, QStringList> lists;
    file.beginGroup(group);
    for (const QString &key : file.childKeys())
        lists.insert(key, file.value(key).toStringList());
    file.endGroup();
    return lists;
}

void setLists(QSettings &file, const QString &group, const QHash<QString, QStringList> &lists)
{
    file.remove(group);
    file.beginGroup(group);
    for (auto list = lists.begin(); list != lists.end(); ++list) {
        if (!list->isEmpty())
            file.setValue(list.key(), *list);
    }
    file.endGroup();
}

} // namespace

QString Settings::serversKey(const QString &server)
{
    constexpr qsizetype letters = 16;
    const QByteArray hash = QCryptographicHash::hash(server.toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(letters));
}

SettingsFile::SettingsFile(QString path)
    : m_path(std::move(path))
{
}

QString SettingsFile::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + "/emberwatch/console.ini"_L1;
}

Settings SettingsFile::read() const
{
    QSettings file(m_path, QSettings::IniFormat);
    Settings settings;
    settings.theme = valueOf(themeWords, file.value("theme"_L1).toString(), settings.theme);
    settings.clockZone = valueOf(zoneWords, file.value("clock"_L1).toString(), settings.clockZone);
    settings.geometry = file.value("window/geometry"_L1).toByteArray();
    if (file.value("window/dockVersion"_L1).toInt() == Settings::dockVersion)
        settings.docks = file.value("window/docks"_L1).toByteArray();
    settings.columns = file.value("jobs/columns"_L1).toByteArray();
    settings.filterHistory = file.value("jobs/filterHistory"_L1).toStringList().mid(0, Settings::mostFilters);
    settings.allowedServers = listsOf(file, u"servers"_s);
    return settings;
}

Result<void> SettingsFile::write(const Settings &settings) const
{
    QSettings file(m_path, QSettings::IniFormat);
    file.setValue("theme"_L1, textOf(themeWords, settings.theme));
    file.setValue("clock"_L1, textOf(zoneWords, settings.clockZone));
    file.setValue("window/geometry"_L1, settings.geometry);
    file.setValue("window/dockVersion"_L1, Settings::dockVersion);
    file.setValue("window/docks"_L1, settings.docks);
    file.setValue("jobs/columns"_L1, settings.columns);
    file.setValue("jobs/filterHistory"_L1, settings.filterHistory);
    setLists(file, u"servers"_s, settings.allowedServers);
    file.sync();
    if (file.status() != QSettings::NoError)
        return failure(Error::Kind::Permission, u"cannot write "_s + m_path);
    return {};
}

} // namespace emberwatch

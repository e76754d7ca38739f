// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartlibrary.h"

#include "ui/charts/chartplots.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonObject>
#include <QPluginLoader>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> missing(const QString &path, const QString &why)
{
    return tl::make_unexpected(
        Error{Error::Kind::NotFound, u"%1: %2"_s.arg(QDir::toNativeSeparators(path), why)});
}

} // namespace

QString chartLibraryPath()
{
    return QDir::cleanPath(
        QCoreApplication::applicationDirPath() + u"/" EMBERWATCH_LIBRARY_FOLDER "/libemberwatch_charts.so"_s);
}

Result<ChartPlots *> loadChartPlots(const QString &path)
{
    if (!QFileInfo::exists(path))
        return missing(path, u"there is no such file"_s);
    QPluginLoader loader(path);
    // Looked at before anything in it runs: what we call may be laid out another way in another version.
    const QJsonObject about = loader.metaData();
    if (about.isEmpty())
        return missing(path, loader.errorString());
    const QString version = about.value("MetaData"_L1).toObject().value("version"_L1).toString();
    if (about.value("IID"_L1) != EmberwatchChartPlots_iid ""_L1)
        return missing(path, u"it is something else"_s);
    if (version != EMBERWATCH_VERSION ""_L1)
        return missing(path, u"it belongs to version %1"_s.arg(version));
    auto *plots = qobject_cast<ChartPlots *>(loader.instance());
    if (plots == nullptr)
        return missing(path, loader.errorString());
    return plots;
}

} // namespace emberwatch

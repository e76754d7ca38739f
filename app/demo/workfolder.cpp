// SPDX-License-Identifier: GPL-3.0-or-later
#include "workfolder.h"

#include <QDir>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace emberwatch::demo {

Result<WorkFolder> WorkFolder::create(const QString &path)
{
    if (path.isEmpty()) {
        QTemporaryDir folder(QDir::tempPath() + u"/emberwatch-demo-XXXXXX"_s);
        if (!folder.isValid())
            return failure(Error::Kind::Permission, folder.errorString());
        folder.setAutoRemove(false);
        return WorkFolder(folder.path());
    }
    const QDir folder(QDir(path).absolutePath());
    if (folder.exists()
        && !folder.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        return failure(Error::Kind::Invalid, u"%1 is not empty, and would be removed at the end"_s.arg(path));
    if (!folder.mkpath(u"."_s))
        return failure(Error::Kind::Permission, u"%1 cannot be made"_s.arg(path));
    return WorkFolder(folder.path());
}

WorkFolder::~WorkFolder()
{
    if (!m_path.isEmpty())
        QDir(m_path).removeRecursively();
}

} // namespace emberwatch::demo

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QFile>
#include <QString>

#include <memory>

namespace emberwatch::comfyui {

/// The folder that downloads go to. A file appears in it under its name only once it is complete, and never
/// in place of one that is there; no link inside the folder is followed.
///
/// A handle: copies share the folder.
class OutputFolder
{
public:
    /// Makes the folder where it is missing. Errors: Invalid, with the system's reason.
    [[nodiscard]] static Result<OutputFolder> open(const QString &path);

    [[nodiscard]] const QString &path() const;
    /// Whether anything stands under that name, a link too.
    [[nodiscard]] bool contains(const QString &name) const;

    /// A file on its way: removed again unless keep() succeeds.
    class Download
    {
    public:
        ~Download();
        Q_DISABLE_COPY_MOVE(Download)
        [[nodiscard]] std::shared_ptr<QFile> file() const { return m_file; }
        /// Written out, and given its name. Errors: Conflict (the name is taken), Invalid.
        [[nodiscard]] Result<void> keep();

    private:
        friend class OutputFolder;
        Download(const OutputFolder &folder, QString name);
        [[nodiscard]] Result<void> begin();
        [[nodiscard]] Result<void> moveTo(const QByteArray &name);

        std::shared_ptr<int> m_folder;
        QString m_name;
        QByteArray m_temporary; ///< empty: nothing to remove
        std::shared_ptr<QFile> m_file;
    };
    /// @param name  of outputName(): no path. Errors: Invalid.
    [[nodiscard]] Result<std::unique_ptr<Download>> begin(const QString &name) const;

private:
    OutputFolder(QString path, int descriptor);

    QString m_path;
    std::shared_ptr<int> m_descriptor;
};

} // namespace emberwatch::comfyui

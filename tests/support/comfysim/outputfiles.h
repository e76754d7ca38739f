// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>

#include <optional>

namespace emberwatch::comfysim {

/// The files that jobs left. Those of type "output" outlive a restart of the server.
class OutputFiles
{
public:
    /// @param prefix    filename_prefix, "shots/job" lies in the subfolder "shots"
    /// @param type      "output" or "temp"
    /// @param prompt    JSON, saved in the picture
    /// @return the item of a node's outputs: {"filename", "subfolder", "type"} as JSON
    QByteArray save(const QByteArray &prefix, const QByteArray &type, const QByteArray &prompt);

    /// The bytes of a file, nullopt: there is none.
    [[nodiscard]] std::optional<QByteArray> read(
        const QByteArray &type, const QByteArray &subfolder, const QByteArray &name) const;
    /// ["name [output]", ...], newest first, of the top folder.
    [[nodiscard]] QByteArray list() const;

    void removeTemporary();
    void removeAll();

private:
    struct File
    {
        qint64 number = 0;
        QByteArray prompt;
    };
    QMap<QByteArray, File> m_files; ///< by type/subfolder/name
    QMap<QByteArray, int> m_counters; ///< by type and prefix
    qint64 m_saved = 0;
};

} // namespace emberwatch::comfysim

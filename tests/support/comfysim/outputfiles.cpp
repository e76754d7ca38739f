// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/outputfiles.h"

#include "tests/support/comfysim/picture.h"
#include "tests/support/comfysim/pythonjson.h"

#include <algorithm>
#include <vector>

namespace emberwatch::comfysim {

QByteArray OutputFiles::save(const QByteArray &prefix, const QByteArray &type, const QByteArray &prompt)
{
    const qsizetype slash = prefix.lastIndexOf('/');
    const QByteArray subfolder = slash < 0 ? QByteArray("") : prefix.left(slash);
    const int count = ++m_counters[type + '/' + prefix];
    const QByteArray name
        = prefix.mid(slash + 1) + '_' + QByteArray::number(count).rightJustified(5, '0') + "_.png";
    m_files.insert(type + '/' + subfolder + '/' + name, File{++m_saved, prompt});
    return json::object({{"filename", json::quoted(name)}, {"subfolder", json::quoted(subfolder)},
        {"type", json::quoted(type)}});
}

std::optional<QByteArray> OutputFiles::read(
    const QByteArray &type, const QByteArray &subfolder, const QByteArray &name) const
{
    const QByteArray path = type + '/' + subfolder + '/' + name;
    const auto file = m_files.constFind(path);
    if (file == m_files.cend())
        return std::nullopt;
    constexpr int edge = 64;
    const auto colour = static_cast<quint32>(qHash(path, 0) & 0xffffff);
    return pngPicture(edge, colour, {{"prompt", file->prompt}});
}

QByteArray OutputFiles::list() const
{
    std::vector<std::pair<qint64, QByteArray>> found;
    for (const auto &[path, file] : m_files.asKeyValueRange()) {
        if (path.startsWith("output//"))
            found.emplace_back(file.number, path.mid(qstrlen("output//")) + " [output]");
    }
    std::ranges::sort(found, std::greater());
    QList<QByteArray> names;
    for (const auto &[number, name] : found)
        names << name;
    return json::strings(names);
}

void OutputFiles::removeTemporary()
{
    m_files.removeIf([](const auto &file) { return file.key().startsWith("temp/"); });
}

void OutputFiles::removeAll()
{
    m_files.clear();
}

} // namespace emberwatch::comfysim

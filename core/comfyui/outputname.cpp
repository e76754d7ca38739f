// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/outputname.h"

#include <QCryptographicHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

/// Nothing that a desktop would carry out on a double click.
constexpr QStringView knownExtensions[]
    = {u"png", u"jpg", u"jpeg", u"webp", u"gif", u"bmp", u"tif", u"tiff", u"avif", u"exr", u"hdr", u"mp4",
        u"webm", u"mov", u"mkv", u"avi", u"wav", u"mp3", u"flac", u"ogg", u"opus", u"m4a", u"aac", u"glb",
        u"gltf", u"obj", u"ply", u"stl", u"safetensors", u"latent", u"txt", u"json", u"csv"};

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

QString wordFor(const PromptId &id)
{
    constexpr qsizetype longest = 100;
    const QByteArray &bytes = id.value();
    const bool isWord = !bytes.isEmpty() && bytes.size() <= longest && bytes.front() != '-'
        && std::all_of(bytes.begin(), bytes.end(), isPlain);
    if (isWord)
        return QString::fromLatin1(bytes);
    const QByteArray digest = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    return u"job-"_s + QString::fromLatin1(digest.first(16));
}

QString extensionOf(const QString &remoteName)
{
    const QString given = remoteName.section(u'.', -1).toLower();
    const bool isKnown = remoteName.contains(u'.')
        && std::find(std::begin(knownExtensions), std::end(knownExtensions), given)
            != std::end(knownExtensions);
    return isKnown ? given : u"bin"_s;
}

} // namespace

QString outputName(const PromptId &id, int number, const QString &remoteName)
{
    return wordFor(id) + u'-' + QString::number(number) + u'.' + extensionOf(remoteName);
}

} // namespace emberwatch::comfyui

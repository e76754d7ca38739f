// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/outputfolder.h"

#include <QDir>
#include <QUuid>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

tl::unexpected<Error> systemFailure(const QString &what)
{
    const int number = errno;
    const auto kind = number == EEXIST ? Error::Kind::Conflict : Error::Kind::Invalid;
    return failure(kind, what + u": "_s + QString::fromLocal8Bit(std::strerror(number)));
}

std::shared_ptr<int> owned(int descriptor)
{
    return {new int(descriptor), [](int *held) {
                ::close(*held);
                delete held;
            }};
}

} // namespace

OutputFolder::OutputFolder(QString path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(owned(descriptor))
{
}

Result<OutputFolder> OutputFolder::open(const QString &path)
{
    if (path.isEmpty() || !QDir().mkpath(path))
        return failure(Error::Kind::Invalid, u"the folder cannot be made: "_s + path);
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return systemFailure(path);
    return OutputFolder(path, descriptor);
}

const QString &OutputFolder::path() const
{
    return m_path;
}

bool OutputFolder::contains(const QString &name) const
{
    struct stat status = {};
    return ::fstatat(*m_descriptor, QFile::encodeName(name).constData(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

Result<std::unique_ptr<OutputFolder::Download>> OutputFolder::begin(const QString &name) const
{
    if (name.isEmpty() || name.startsWith(u'.') || name.contains(u'/'))
        return failure(Error::Kind::Invalid, u"no name of a file: "_s + name);
    std::unique_ptr<Download> download(new Download(*this, name));
    const Result<void> begun = download->begin();
    if (!begun)
        return tl::make_unexpected(begun.error());
    return download;
}

OutputFolder::Download::Download(const OutputFolder &folder, QString name)
    : m_folder(folder.m_descriptor)
    , m_name(std::move(name))
    , m_file(std::make_shared<QFile>())
{
}

OutputFolder::Download::~Download()
{
    if (!m_temporary.isEmpty())
        ::unlinkat(*m_folder, m_temporary.constData(), 0);
}

Result<void> OutputFolder::Download::begin()
{
    const QByteArray temporary
        = QFile::encodeName(u'.' + m_name + u'.' + QUuid::createUuid().toString(QUuid::Id128) + u".part"_s);
    const int descriptor = ::openat(
        *m_folder, temporary.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return systemFailure(m_name);
    m_temporary = temporary;
    if (!m_file->open(descriptor, QIODevice::WriteOnly, QFileDevice::AutoCloseHandle))
        return failure(Error::Kind::Invalid, m_name + u": "_s + m_file->errorString());
    return {};
}

// Not every file system can rename without replacing; those that cannot have hard links.
Result<void> OutputFolder::Download::moveTo(const QByteArray &name)
{
    const int folder = *m_folder;
    const char *from = m_temporary.constData();
    if (::renameat2(folder, from, folder, name.constData(), RENAME_NOREPLACE) == 0) {
        m_temporary.clear();
        return {};
    }
    const bool mayLink = errno == EINVAL || errno == ENOSYS;
    if (mayLink && ::linkat(folder, from, folder, name.constData(), 0) == 0)
        return {}; // the temporary name goes with the object
    return systemFailure(m_name);
}

Result<void> OutputFolder::Download::keep()
{
    if (!m_file->flush())
        return failure(Error::Kind::Invalid, m_name + u": "_s + m_file->errorString());
    if (::fsync(m_file->handle()) != 0)
        return systemFailure(m_name);
    m_file->close();
    return moveTo(QFile::encodeName(m_name));
}

} // namespace emberwatch::comfyui

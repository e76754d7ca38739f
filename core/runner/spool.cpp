// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/spool.h"

#include "core/operations/journalpath.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace emberwatch {

namespace {

Q_LOGGING_CATEGORY(logSpool, "emberwatch.spool", QtInfoMsg)

using comfyui::JobEvidence;
using comfyui::Presence;

constexpr Presence ends[] = {Presence::DoneOk, Presence::DoneError, Presence::Interrupted};

/// Ids, documents and lists of outputs are bytes, not always UTF-8.
QString encoded(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

QByteArray decoded(const QJsonValue &value)
{
    return QByteArray::fromBase64(value.toString().toLatin1());
}

QJsonObject endObject(const JobEvidence &end)
{
    QJsonObject object;
    object.insert(u"presence"_s, QString::fromLatin1(wordOf(end.presence)));
    object.insert(u"outputs"_s, encoded(end.outputsJson));
    object.insert(u"error"_s, end.errorText);
    if (end.endedAt)
        object.insert(u"endedAt"_s, static_cast<qint64>(end.endedAt->time_since_epoch().count()));
    return object;
}

std::optional<JobEvidence> endFrom(const QJsonObject &object, const PromptId &id)
{
    const QByteArray word = object.value(u"presence"_s).toString().toLatin1();
    for (const Presence presence : ends) {
        if (word != wordOf(presence))
            continue;
        JobEvidence end;
        end.promptId = id;
        end.presence = presence;
        end.outputsJson = decoded(object.value(u"outputs"_s));
        end.errorText = object.value(u"error"_s).toString();
        if (object.contains(u"endedAt"_s))
            end.endedAt = Timestamp(std::chrono::milliseconds(object.value(u"endedAt"_s).toInteger()));
        return end;
    }
    return std::nullopt;
}

} // namespace

QByteArray spoolText(const SpooledJob &job)
{
    QJsonObject object;
    object.insert(u"promptId"_s, encoded(job.promptId.value()));
    object.insert(u"document"_s, encoded(job.document));
    object.insert(u"standing"_s, encoded(job.standing));
    if (job.end)
        object.insert(u"end"_s, endObject(*job.end));
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<SpooledJob> spooledJobFrom(const QByteArray &text)
{
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    SpooledJob job;
    job.promptId = PromptId(decoded(object.value(u"promptId"_s)));
    job.document = decoded(object.value(u"document"_s));
    job.standing = decoded(object.value(u"standing"_s));
    if (job.promptId.value().isEmpty() || job.document.isEmpty())
        return failure(Error::Kind::Parse, u"not a spooled job"_s);
    job.end = endFrom(object.value(u"end"_s).toObject(), job.promptId);
    return job;
}

Spool::Spool(QString folder)
    : m_folder(std::move(folder))
{
}

QString Spool::fileOf(const PromptId &id) const
{
    const QByteArray name = QCryptographicHash::hash(id.value(), QCryptographicHash::Sha256).toHex();
    return m_folder + u'/' + QString::fromLatin1(name) + u".json"_s;
}

Result<void> Spool::keep(const SpooledJob &job)
{
    if (!QDir().mkpath(m_folder))
        return failure(Error::Kind::ReadOnly, u"the folder %1 cannot be made"_s.arg(m_folder));
    // The documents name users.
    QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QSaveFile file(fileOf(job.promptId));
    const QByteArray text = spoolText(job);
    const bool isWritten
        = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit();
    if (!isWritten)
        return failure(
            Error::Kind::ReadOnly, u"%1 cannot be written: %2"_s.arg(file.fileName(), file.errorString()));
    m_kept.insert(job.promptId);
    return {};
}

void Spool::forget(const PromptId &id)
{
    if (m_kept.remove(id))
        QFile::remove(fileOf(id));
}

QList<SpooledJob> Spool::all() const
{
    QList<SpooledJob> jobs;
    const QFileInfoList files = QDir(m_folder).entryInfoList({u"*.json"_s}, QDir::Files, QDir::Name);
    for (const QFileInfo &info : files) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly)) {
            qCWarning(logSpool).noquote() << info.filePath() << "cannot be read:" << file.errorString();
            continue;
        }
        const Result<SpooledJob> job = spooledJobFrom(file.readAll());
        if (job)
            jobs.append(*job);
        else
            qCWarning(logSpool).noquote() << info.filePath() << "is passed over:" << job.error().message;
    }
    return jobs;
}

QString spoolFolder(const redis::ConnectionOptions &redis, const JobSchema &schema, const QString &keeper)
{
    constexpr qsizetype enoughDigits = 16;
    const QByteArray place = redis::displayUrl(redis).toUtf8() + ' ' + schema.prefix;
    const QByteArray name = QCryptographicHash::hash(place, QCryptographicHash::Sha256).toHex();
    const QString folder = QFileInfo(defaultJournalPath()).path() + u"/spool/"_s
        + QString::fromLatin1(name.first(enoughDigits));
    return keeper.isEmpty() ? folder : QString(folder + u'/' + keeper);
}

} // namespace emberwatch

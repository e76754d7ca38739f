// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobdocument.h"

#include "core/jobs/jsontext.h"
#include "core/jobs/memberedit.h"

#include <QLocale>

#include <cmath>

namespace emberwatch {

namespace {

QByteArray numberText(double value)
{
    constexpr double exactIntegers = 1e15;
    if (std::floor(value) == value && std::abs(value) < exactIntegers)
        return QByteArray::number(static_cast<qint64>(value));
    return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

QByteArray textOf(const QString &text)
{
    return jsonString(text.toUtf8());
}

void appendMember(QByteArray &document, Member member, QByteArrayView value)
{
    document.append(document.isEmpty() ? '{' : ',');
    document.append('"').append(nameOf(member)).append("\":").append(value);
}

} // namespace

Result<QByteArray> editDocument(QByteArrayView document, const JobEdit &edit, DocumentLimits limits)
{
    const bool isProgressUsable = !edit.progress || (*edit.progress >= 0 && *edit.progress <= 100);
    if (!isProgressUsable)
        return failure(Error::Kind::Invalid, reasonText(Unreadable::ProgressOutOfRange));
    JobParser parser(limits);
    const JobFields &fields = parser.parse(document);
    if (fields.unreadable != Unreadable::No)
        return failure(Error::Kind::Parse, reasonText(fields.unreadable, fields.detail));

    QByteArray edited = document.toByteArray();
    if (edit.status && *edit.status != fields.status)
        edited = withMember(edited, Member::Status, jsonString(wordOf(*edit.status)), limits);
    if (edit.progress && *edit.progress != fields.progress)
        edited = withMember(edited, Member::Progress, numberText(*edit.progress), limits);
    return edited;
}

QByteArray newDocument(const JobState &job)
{
    QByteArray document;
    // An id that is not UTF-8 cannot stand in JSON as it is.
    appendMember(document, Member::PromptId, textOf(QString::fromUtf8(job.promptId.value())));
    appendMember(document, Member::Type, textOf(job.type));
    appendMember(document, Member::UserId, textOf(job.userId));
    if (job.characterId)
        appendMember(document, Member::CharacterId, textOf(*job.characterId));
    appendMember(document, Member::Status, jsonString(wordOf(job.status)));
    appendMember(document, Member::Progress, numberText(job.progress));
    appendMember(
        document, Member::StartedAt, QByteArray::number(qint64(job.startedAt.time_since_epoch().count())));
    if (job.clientId)
        appendMember(document, Member::ClientId, textOf(*job.clientId));
    appendMember(document, Member::ServerUrl, textOf(job.serverUrl));
    document.append('}');
    return document;
}

} // namespace emberwatch

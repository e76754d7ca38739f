// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobcelltext.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/jobs/jobmeasures.h"
#include "ui/words/durationtext.h"

#include <QCoreApplication>
#include <QLocale>

namespace emberwatch {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(JobTable)
};

bool hasDoubt(const JobRow &row, JobDoubt doubt)
{
    return (row.doubts & static_cast<quint8>(doubt)) != 0;
}

QString textOr(QByteArrayView text, const QString &otherwise)
{
    return text.isEmpty() ? otherwise : displayText(text);
}

QString durationOrDash(std::optional<milliseconds> duration)
{
    return duration ? durationText(*duration) : unknownText();
}

QString statusText(const JobRow &row)
{
    //: a job whose value in Redis is no job state
    return row.isReadable() ? QString::fromLatin1(wordOf(row.status)) : Words::tr("unreadable");
}

QString percentText(float percent)
{
    return QString::number(static_cast<int>(percent)) + u" %"_s;
}

QString ttlText(const JobRow &row, qint64 serverNow)
{
    //: the key never expires
    return row.has(JobRow::HasTtl) ? durationText(*ttlOf(row, serverNow)) : Words::tr("no TTL");
}

/// User and query can carry a password.
QByteArray safeUrl(QByteArrayView url)
{
    QByteArray shown = url.toByteArray();
    const qsizetype query = shown.indexOf('?');
    if (query >= 0)
        shown.truncate(query);
    const qsizetype scheme = shown.indexOf("://");
    const qsizetype authority = scheme < 0 ? 0 : scheme + 3;
    qsizetype end = shown.indexOf('/', authority);
    if (end < 0)
        end = shown.size();
    const qsizetype at = QByteArrayView(shown).first(end).lastIndexOf('@');
    if (at >= authority)
        shown.remove(authority, at + 1 - authority);
    return shown;
}

Timestamp momentOf(qint64 at)
{
    return Timestamp(milliseconds(at));
}

QString silenceToolTip(const JobRow &row, const JobCellContext &context)
{
    const auto silence = silenceOf(row, context.fullTtl, context.serverNow);
    if (!silence)
        return Words::tr("Not known: the TTL is not the one that producers set.");
    QString text = Words::tr("No write for %1\nLast write %2")
                       .arg(exactDurationText(*silence),
                           exactMomentText(momentOf(row.expiresAt - context.fullTtl.count())));
    if (jobCellWarns(JobColumn::Silence, row, context))
        text += u'\n' + Words::tr("Longer than %1").arg(durationText(context.silenceLimit));
    return text;
}

QString ageToolTip(const JobRow &row, const JobCellContext &context)
{
    if (!row.has(JobRow::HasStartedAt))
        return {};
    const QString started = Words::tr("Started %1").arg(exactMomentText(momentOf(row.startedAt)));
    const auto age = ageOf(row, context.serverNow);
    return age ? exactDurationText(*age) + u'\n' + started : started;
}

QString ttlToolTip(const JobRow &row, const JobCellContext &context)
{
    if (!row.has(JobRow::HasTtl))
        return Words::tr("The key never expires. Producers always set a TTL.");
    return exactDurationText(*ttlOf(row, context.serverNow)) + u'\n'
        + Words::tr("Expires %1").arg(exactMomentText(momentOf(row.expiresAt)));
}

QString plainToolTip(JobColumn column, const JobRow &row, const JobCellContext &context)
{
    const StringTable &texts = context.table->strings();
    switch (column) {
    case JobColumn::Age:
        return ageToolTip(row, context);
    case JobColumn::Silence:
        return silenceToolTip(row, context);
    case JobColumn::Ttl:
        return ttlToolTip(row, context);
    case JobColumn::Server:
        return displayText(safeUrl(texts.text(row.server)));
    case JobColumn::Progress: {
        const auto progress = progressOf(row);
        return progress ? QLocale().toString(*progress, 'g', 6) + u" %"_s : QString();
    }
    default:
        return jobCellText(column, row, context);
    }
}

std::optional<milliseconds> durationOf(JobColumn column, const JobRow &row, const JobCellContext &context)
{
    switch (column) {
    case JobColumn::Age:
        return ageOf(row, context.serverNow);
    case JobColumn::Silence:
        return silenceOf(row, context.fullTtl, context.serverNow);
    case JobColumn::Ttl:
        return ttlOf(row, context.serverNow);
    default:
        return std::nullopt;
    }
}

QString spokenStatus(const JobRow &row, const JobCellContext &context)
{
    QString text = statusText(row);
    if (const auto progress = progressOf(row))
        text += u", "_s + Words::tr("%1 percent").arg(static_cast<int>(*progress));
    if (!row.isReadable())
        text += u", "_s + displayText(context.table->strings().text(row.reason));
    return text;
}

} // namespace

QString unknownText()
{
    return QString(QChar(0x2014));
}

QByteArrayView hostOf(QByteArrayView url)
{
    const qsizetype scheme = url.indexOf("://");
    QByteArrayView host = scheme < 0 ? url : url.sliced(scheme + 3);
    if (const qsizetype end = host.indexOf('/'); end >= 0)
        host = host.first(end);
    if (const qsizetype user = host.lastIndexOf('@'); user >= 0)
        host = host.sliced(user + 1);
    const qsizetype port = host.startsWith('[') ? host.indexOf("]:") + 1 : host.indexOf(':');
    if (port > 0)
        host = host.first(port);
    return host.isEmpty() ? url : host;
}

QString jobCellText(JobColumn column, const JobRow &row, const JobCellContext &context)
{
    const StringTable &texts = context.table->strings();
    switch (column) {
    case JobColumn::Status:
        return statusText(row);
    case JobColumn::Progress: {
        const auto progress = progressOf(row);
        return progress ? percentText(*progress) : unknownText();
    }
    case JobColumn::PromptId:
        return displayText(context.table->idOf(row));
    case JobColumn::Type:
        return textOr(texts.text(row.type), unknownText());
    case JobColumn::User:
        return textOr(texts.text(row.user), unknownText());
    case JobColumn::Server:
        return textOr(hostOf(texts.text(row.server)), unknownText());
    case JobColumn::Age:
        return durationOrDash(ageOf(row, context.serverNow));
    case JobColumn::Silence:
        return durationOrDash(silenceOf(row, context.fullTtl, context.serverNow));
    case JobColumn::Ttl:
        return ttlText(row, context.serverNow);
    }
    return {};
}

QString jobCellToolTip(JobColumn column, const JobRow &row, const JobCellContext &context)
{
    QString text = plainToolTip(column, row, context);
    const QByteArray &reason = context.table->strings().text(row.reason);
    const bool explains = !row.isReadable() || jobCellWarns(column, row, context);
    if (explains && !reason.isEmpty())
        text += (text.isEmpty() ? QString() : u"\n"_s) + displayText(reason);
    return text;
}

QString jobCellSpoken(JobColumn column, const JobRow &row, const JobCellContext &context)
{
    if (column == JobColumn::Status)
        return spokenStatus(row, context);
    const QString text = jobCellText(column, row, context);
    if (text == unknownText())
        return Words::tr("not known");
    if (column == JobColumn::Progress)
        return Words::tr("%1 percent").arg(static_cast<int>(row.progress));
    if (column == JobColumn::Silence && jobCellWarns(column, row, context))
        return text + u", "_s + Words::tr("too long");
    return text;
}

QVariant jobCellValue(JobColumn column, const JobRow &row, const JobCellContext &context)
{
    switch (column) {
    case JobColumn::Status:
        return row.isReadable() ? QVariant(static_cast<int>(row.status)) : QVariant();
    case JobColumn::Progress: {
        const auto progress = progressOf(row);
        return progress ? QVariant(*progress) : QVariant();
    }
    case JobColumn::Age:
    case JobColumn::Silence:
    case JobColumn::Ttl: {
        const auto duration = durationOf(column, row, context);
        return duration ? QVariant(static_cast<qlonglong>(duration->count())) : QVariant();
    }
    default:
        return jobCellText(column, row, context);
    }
}

bool jobCellWarns(JobColumn column, const JobRow &row, const JobCellContext &context)
{
    switch (column) {
    case JobColumn::Status:
        return !row.isReadable();
    case JobColumn::PromptId:
        return hasDoubt(row, JobDoubt::IdDiffers);
    case JobColumn::Age:
        return hasDoubt(row, JobDoubt::StartedAtUnusable) || hasDoubt(row, JobDoubt::StartedInFuture);
    case JobColumn::Silence: {
        const auto silence = silenceOf(row, context.fullTtl, context.serverNow);
        return row.isReadable() && isOpen(row.status) && silence && *silence > context.silenceLimit;
    }
    case JobColumn::Ttl:
        return !row.has(JobRow::HasTtl);
    default:
        return false;
    }
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/jobfacts.h"

#include "core/base/timetext.h"
#include "core/jobs/jobdocument.h"
#include "ui/details/documentmembers.h"
#include "ui/words/numbertext.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <QUrl>

namespace emberwatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(JobFacts)
};

QString dash()
{
    return u"—"_s;
}

QString orDash(QByteArrayView text)
{
    return text.isEmpty() ? dash() : cellText(text);
}

/// Credentials and queries are nobody's business on a screen.
QString serverText(const QByteArray &server)
{
    const QUrl url(QString::fromUtf8(server), QUrl::StrictMode);
    if (!url.isValid() || (url.userInfo().isEmpty() && !url.hasQuery()))
        return orDash(server);
    return cellText(url.toEncoded(QUrl::RemoveUserInfo | QUrl::RemoveQuery));
}

/// "13:41:27 UTC · 21 m 52 s ago", or "· in 1 h 45 m".
QString momentAndDistance(Timestamp moment, Timestamp now)
{
    const QString distance = moment <= now ? Words::tr("%1 ago").arg(durationText(now - moment))
                                           : Words::tr("in %1").arg(durationText(moment - now));
    return momentText(moment, now) + u" · " + distance;
}

JobFact momentFact(const QString &label, Timestamp moment, Timestamp now)
{
    return {label, momentAndDistance(moment, now), exactMomentText(moment), false, false};
}

JobFact startedFact(const JobDetails &job, Timestamp now)
{
    const QString label = Words::tr("Started");
    if (!job.startedAt)
        return {label, dash(), Words::tr("The document does not say it in a way that can be used."), false,
            (job.doubts & static_cast<quint8>(JobDoubt::StartedAtUnusable)) != 0};
    JobFact fact = momentFact(label, *job.startedAt, now);
    fact.explanation += u'\n' + Words::tr("By the producer's clock.");
    fact.isDoubtful = (job.doubts & static_cast<quint8>(JobDoubt::StartedInFuture)) != 0;
    return fact;
}

JobFact lastWriteFact(const JobDetails &job, const JobSchema &schema, Timestamp now)
{
    const QString label = Words::tr("Last write");
    if (!job.expiresAt)
        return {label, dash(), Words::tr("Not known: the key has no TTL that would tell it."), false, false};
    const Timestamp write = *job.expiresAt - schema.fullTtl;
    if (write > now + 1s)
        return {
            label, dash(), Words::tr("Not known: the TTL is longer than producers set it."), false, false};
    JobFact fact = momentFact(label, std::min(write, now), now);
    fact.explanation += u'\n'
        + Words::tr("Told by the TTL, which each write sets to %1 anew.").arg(durationText(schema.fullTtl));
    return fact;
}

JobFact expiresFact(const JobDetails &job, Timestamp now)
{
    const QString label = Words::tr("Expires");
    if (!job.expiresAt)
        return {
            label, Words::tr("never"), Words::tr("The key has no TTL: not a producer's write."), false, true};
    return momentFact(label, *job.expiresAt, now);
}

JobFact sizeFact(const std::optional<ReadFacts> &read)
{
    const QString label = Words::tr("Size");
    if (!read)
        return {label, dash(), Words::tr("Not read yet."), false, false};
    const QString bytes = Words::tr("%1 bytes").arg(numberText(read->size));
    if (read->size < 10'000)
        return {label, bytes, {}, false, false};
    return {label, QLocale().formattedDataSize(read->size), bytes, false, false};
}

JobFact documentFact(
    const QString &label, const std::optional<ReadFacts> &read, std::optional<QString> ReadFacts::*member)
{
    if (!read)
        return {label, dash(), Words::tr("Not read yet."), false, false};
    const std::optional<QString> &value = (*read).*member;
    return {label, value.value_or(dash()), {}, value.has_value(), false};
}

} // namespace

ReadFacts readFactsOf(const JobReading &reading)
{
    ReadFacts facts;
    facts.size = reading.size;
    if (!reading.hasValue)
        return facts;
    JobParser parser;
    const JobFields &fields = parser.parse(reading.value);
    if (fields.unreadable != Unreadable::No)
        return facts;
    if (fields.hasCharacterId)
        facts.character = orDash(fields.characterId);
    if (fields.hasClientId)
        facts.client = orDash(fields.clientId);
    return facts;
}

QList<JobFact> factsOf(
    const JobDetails &job, const std::optional<ReadFacts> &read, const JobSchema &schema, Timestamp serverNow)
{
    return {
        {Words::tr("Type"), orDash(job.type), {}, false, false},
        {Words::tr("User"), orDash(job.user), {}, false, false},
        documentFact(Words::tr("Character"), read, &ReadFacts::character),
        {Words::tr("Server"), serverText(job.server), {}, !job.server.isEmpty(), false},
        documentFact(Words::tr("Client"), read, &ReadFacts::client),
        startedFact(job, serverNow),
        lastWriteFact(job, schema, serverNow),
        expiresFact(job, serverNow),
        sizeFact(read),
    };
}

QString doubtSentences(quint8 doubts)
{
    const auto has = [doubts](JobDoubt doubt) { return (doubts & static_cast<quint8>(doubt)) != 0; };
    QStringList sentences;
    if (has(JobDoubt::IdDiffers))
        sentences += Words::tr("The promptId inside is not the one in the key: the key counts.");
    if (has(JobDoubt::StartedAtUnusable))
        sentences += Words::tr("startedAt is no time in milliseconds: the age is not known.");
    if (has(JobDoubt::StartedInFuture))
        sentences += Words::tr("It starts in the future: a clock is wrong.");
    if (has(JobDoubt::NoTtl))
        sentences += Words::tr("The key never expires: not a producer's write.");
    return sentences.join(u' ');
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/valuesurvey.h"

#include "core/jobs/jobdoubt.h"
#include "core/jobs/jobkey.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shownExamples = 5;
constexpr qsizetype longestId = 80;

QString shortened(QByteArrayView id)
{
    const QString text = displayText(id.first(std::min(id.size(), longestId)));
    return id.size() > longestId ? text + u'…' : text;
}

QString listed(const QString &heading, const QStringList &examples, qint64 count)
{
    if (count == 0)
        return {};
    QString text = heading;
    for (const QString &example : examples)
        text += "\n  "_L1 + example;
    if (count > examples.size())
        text += "\n  and "_L1 + QString::number(count - examples.size()) + " more"_L1;
    return text;
}

} // namespace

void ValueSurvey::Tally::add(QByteArrayView id, const QString &reason)
{
    ++count;
    if (examples.size() < shownExamples)
        examples.append(reason.isEmpty() ? shortened(id) : shortened(id) + ": "_L1 + reason);
}

ValueSurvey::ValueSurvey(DocumentLimits limits)
    : m_parser(limits)
{
}

void ValueSurvey::add(const ListedJob &job, QByteArrayView id, Timestamp serverNow)
{
    ++m_count;
    if (job.pttl < 0)
        m_withoutTtl.add(id, {});
    if (!job.redisType.isEmpty())
        return addUnreadable(id, Unreadable::WrongRedisType, job.redisType);
    if (!job.hasValue)
        return addUnreadable(id, Unreadable::TooLarge, QByteArray::number(job.size));
    const JobFields &fields = m_parser.parsePadded(job.value);
    if (fields.unreadable != Unreadable::No)
        return addUnreadable(id, fields.unreadable, fields.detail);
    const quint8 all = doubtsOf(fields, id, job.pttl, serverNow.time_since_epoch().count());
    const auto doubts = static_cast<quint8>(all & ~static_cast<quint8>(JobDoubt::NoTtl)); // told by expiry()
    if (doubts != 0)
        m_doubtful.add(id, displayText(doubtText(doubts, fields)));
}

void ValueSurvey::addUnreadable(QByteArrayView id, Unreadable why, QByteArrayView detail)
{
    m_unreadable.add(id, reasonText(why, detail));
}

Finding ValueSurvey::values() const
{
    Finding finding{DiagnosisStep::Values};
    const qint64 strange = m_unreadable.count + m_doubtful.count;
    finding.state = strange > 0 ? Finding::State::Warning : Finding::State::Ok;
    finding.sentence = QString::number(m_count - m_unreadable.count) + " of "_L1 + QString::number(m_count)
        + (m_count == 1 ? " value is a job"_L1 : " values are jobs"_L1);
    if (m_doubtful.count > 0)
        finding.sentence += ", "_L1 + QString::number(m_doubtful.count) + " of them doubtful"_L1;
    const QString unreadable = listed(u"not readable:"_s, m_unreadable.examples, m_unreadable.count);
    const QString doubtful = listed(u"doubtful:"_s, m_doubtful.examples, m_doubtful.count);
    finding.detail
        = unreadable + (unreadable.isEmpty() || doubtful.isEmpty() ? QString() : u"\n"_s) + doubtful;
    finding.facts = {{"values", m_count}, {"unreadable", m_unreadable.count}, {"doubtful", m_doubtful.count}};
    return finding;
}

Finding ValueSurvey::expiry() const
{
    Finding finding{DiagnosisStep::Expiry};
    finding.facts = {{"withoutTtl", m_withoutTtl.count}};
    if (m_withoutTtl.count == 0) {
        finding.state = Finding::State::Ok;
        finding.sentence = m_count == 0 ? u"there are no keys"_s : u"every key expires by itself"_s;
        return finding;
    }
    finding.state = Finding::State::Warning;
    finding.sentence = QString::number(m_withoutTtl.count)
        + (m_withoutTtl.count == 1 ? " key never expires"_L1 : " keys never expire"_L1);
    finding.detail
        = listed(u"No producer writes a job without a TTL; these stay until somebody deletes them:"_s,
            m_withoutTtl.examples, m_withoutTtl.count);
    return finding;
}

} // namespace emberwatch

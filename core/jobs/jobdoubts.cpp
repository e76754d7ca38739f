// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobdoubts.h"

#include <QStringList>

#include <array>
#include <utility>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds toleratedFuture{60};

quint8 startDoubt(const std::optional<qint64> &startedAt, Timestamp serverNow)
{
    if (!startedAt)
        return quint8(JobDoubt::StartedAtUnusable);
    const Timestamp started{std::chrono::milliseconds(*startedAt)};
    return started > serverNow + toleratedFuture ? quint8(JobDoubt::StartedInFuture) : quint8(JobDoubt::None);
}

} // namespace

quint8 doubtsOf(const JobFields &fields, QByteArrayView idInKey, qint64 pttl, Timestamp serverNow)
{
    if (fields.unreadable != Unreadable::No)
        return 0;
    quint8 doubts = startDoubt(fields.startedAt, serverNow);
    if (fields.promptId != idInKey)
        doubts |= quint8(JobDoubt::IdDiffers);
    if (pttl < 0)
        doubts |= quint8(JobDoubt::NoTtl);
    return doubts;
}

QString doubtText(quint8 doubts)
{
    static const std::array<std::pair<JobDoubt, QString>, 4> words{{
        {JobDoubt::IdDiffers, u"the promptId inside is not the key's"_s},
        {JobDoubt::StartedAtUnusable, u"startedAt is no time in milliseconds"_s},
        {JobDoubt::StartedInFuture, u"startedAt is in the future"_s},
        {JobDoubt::NoTtl, u"the key never expires"_s},
    }};
    QStringList said;
    for (const auto &[doubt, sentence] : words) {
        if ((doubts & quint8(doubt)) != 0)
            said.append(sentence);
    }
    return said.join("; "_L1);
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/serverfindings.h"

#include "core/jobs/jobkey.h"

#include <QHostAddress>
#include <QStringList>
#include <QVersionNumber>

namespace emberwatch {

using namespace Qt::StringLiterals;
using State = Finding::State;
using Transport = redis::ConnectionOptions::Transport;

namespace {

constexpr int soonDays = 14;
constexpr std::chrono::milliseconds toleratedDifference{2000};

DiagnosisStep stepOf(const Error &why, ConnectStage stage)
{
    if (why.kind == Error::Kind::Tls || stage == ConnectStage::Encrypting)
        return DiagnosisStep::Tls;
    return stage == ConnectStage::Reaching ? DiagnosisStep::Reach : DiagnosisStep::SignIn;
}

bool isThisMachine(const redis::ConnectionOptions &options)
{
    return options.transport == Transport::Local || options.host == "localhost"_L1
        || QHostAddress(options.host).isLoopback();
}

QByteArray infoValue(QByteArrayView info, QByteArrayView name)
{
    const QByteArray text = '\n' + info.toByteArray();
    const QByteArray begin = '\n' + name.toByteArray() + ':';
    const qsizetype at = text.indexOf(begin);
    if (at < 0)
        return {};
    const qsizetype from = at + begin.size();
    return text.mid(from, text.indexOf('\n', from) - from).trimmed();
}

bool isOld(const redis::ServerFacts &facts)
{
    const QVersionNumber oldest = facts.product == "Valkey"_L1 ? QVersionNumber(7, 2) : QVersionNumber(6, 2);
    return !facts.version.isEmpty() && QVersionNumber::fromString(facts.version) < oldest;
}

bool mayEvict(QByteArrayView info)
{
    const QByteArray policy = infoValue(info, "maxmemory_policy");
    const bool hasLimit = infoValue(info, "maxmemory").toLongLong() > 0;
    return hasLimit && !policy.isEmpty() && policy != "noeviction";
}

QStringList warningsFor(const redis::ServerFacts &facts, QByteArrayView info)
{
    QStringList warnings;
    if (isOld(facts))
        warnings += u"This version is older than what Emberwatch is made for (Redis 6.2, Valkey 7.2)."_s;
    if (facts.mode == "cluster"_L1)
        warnings += u"This is a node of a cluster: only the jobs of this node are seen."_s;
    if (mayEvict(info))
        warnings += "When memory is full, jobs are evicted (maxmemory-policy "_L1
            + QString::fromUtf8(infoValue(info, "maxmemory_policy")) + "); evicted so far: "_L1
            + QString::fromUtf8(infoValue(info, "evicted_keys")) + " keys of any kind."_L1;
    return warnings;
}

} // namespace

Finding troubleFinding(const Error &why, const redis::ConnectionOptions &options, ConnectStage stage)
{
    const ConnectionTrouble trouble = explainTrouble(why, options, stage);
    return {stepOf(why, stage), State::Problem, trouble.sentence, trouble.advice};
}

Finding reachFinding(
    const redis::ConnectionOptions &options, const QString &peer, std::chrono::milliseconds took)
{
    Finding finding{DiagnosisStep::Reach, State::Ok};
    QStringList parts;
    if (options.transport != Transport::Local && !peer.startsWith(options.host))
        parts += options.host;
    parts += peer;
    parts += QString::number(took.count()) + " ms"_L1;
    finding.sentence = displayText(parts.join(", "_L1).toUtf8());
    finding.facts = {{"peer", peer}, {"connectMs", qint64(took.count())}};
    return finding;
}

std::optional<Finding> tlsFinding(
    const redis::ConnectionOptions &options, std::optional<int> certificateDaysLeft)
{
    Finding finding{DiagnosisStep::Tls, State::Ok};
    if (options.transport != Transport::Tls) {
        if (isThisMachine(options))
            return std::nullopt;
        finding.state = State::Warning;
        finding.sentence = u"not used: passwords and jobs can be read on the way"_s;
        finding.detail = u"With rediss:// the connection is encrypted and the server proves who it is."_s;
        return finding;
    }
    finding.sentence = u"certificate verified"_s;
    if (!certificateDaysLeft)
        return finding;
    const int days = *certificateDaysLeft;
    finding.sentence += ", valid for "_L1 + QString::number(days) + (days == 1 ? " day"_L1 : " days"_L1);
    finding.facts = {{"certificateDaysLeft", qint64(days)}};
    if (days < soonDays)
        finding.state = State::Warning;
    return finding;
}

Finding signInFinding(const redis::ConnectionOptions &options)
{
    const bool isDefault = options.user.isEmpty() || options.user == "default";
    Finding finding{DiagnosisStep::SignIn, State::Ok};
    finding.sentence = "as "_L1 + (isDefault ? u"the default user"_s : displayText(options.user))
        + (options.password ? QString() : u", without a password"_s);
    finding.facts = {{"user", isDefault ? u"default"_s : QString::fromUtf8(options.user)}};
    return finding;
}

Finding serverFinding(const redis::ServerFacts &facts, QByteArrayView info)
{
    Finding finding{DiagnosisStep::Server, State::Ok};
    if (facts.version.isEmpty() && facts.role.isEmpty()) {
        finding.state = State::Unknown;
        finding.sentence = u"the server does not tell its version and role"_s;
        finding.detail = QStringList(facts.refused.values()).join(u'\n');
        return finding;
    }
    QStringList parts;
    if (!facts.version.isEmpty())
        parts += facts.product + u' ' + facts.version;
    if (!facts.role.isEmpty())
        parts += QString::fromUtf8(facts.role);
    if (!facts.mode.isEmpty())
        parts += facts.mode;
    finding.sentence = displayText(parts.join(", "_L1).toUtf8());
    const QStringList warnings = warningsFor(facts, info);
    finding.state = warnings.isEmpty() ? State::Ok : State::Warning;
    finding.detail = warnings.join(u'\n');
    finding.facts = {{"product", facts.product}, {"version", facts.version},
        {"role", QString::fromUtf8(facts.role)}, {"mode", facts.mode}};
    return finding;
}

Finding clockFinding(Timestamp server, Timestamp ours, std::chrono::milliseconds roundTrip)
{
    const std::chrono::milliseconds difference = server - ours;
    Finding finding{DiagnosisStep::Clock, State::Ok};
    finding.facts
        = {{"differenceMs", qint64(difference.count())}, {"roundTripMs", qint64(roundTrip.count())}};
    const qint64 amount = std::abs(difference.count());
    if (std::chrono::milliseconds(amount) <= toleratedDifference + roundTrip) {
        finding.sentence = u"the server's clock agrees with ours"_s;
        return finding;
    }
    finding.state = State::Warning;
    finding.sentence = "the server's clock is "_L1
        + QString::number(static_cast<double>(amount) / 1000, 'f', 1) + " s "_L1
        + (difference.count() > 0 ? "ahead of ours"_L1 : "behind ours"_L1);
    finding.detail
        = u"Ages and silences go by the server's clock, so they stay right; but whose clock is wrong, and "
          "do the producers share it?"_s;
    return finding;
}

} // namespace emberwatch

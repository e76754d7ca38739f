// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/agentcleaning.h"

#include "core/jobs/jobkey.h"
#include "core/triage/durationwords.h"

#include <QLoggingCategory>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(logCleaning, "emberwatch.agent.cleaning", QtInfoMsg)

constexpr std::chrono::milliseconds tryAgainWithin = 60s;

} // namespace

AgentCleaning::AgentCleaning(AgentCleaningParts parts, AgentCleaningOptions options, QObject *parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_options(std::move(options))
    , m_cleaner(m_parts.walk, m_options.cleaner)
{
    m_options.wish.changesAtMost = m_options.policy.atMost;
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &AgentCleaning::due);
}

bool AgentCleaning::changesAnything() const
{
    return m_options.policy.mode == CleaningMode::Apply && m_options.mayWrite;
}

void AgentCleaning::start()
{
    if (m_options.policy.mode == CleaningMode::Off)
        return;
    qCInfo(logCleaning, "cleaning every %s: %s", qPrintable(durationInWords(m_options.policy.every)),
        changesAnything()        ? "it is carried out"
            : m_options.mayWrite ? "it is only reported"
                                 : "it is only reported, as this is production: see --write");
}

void AgentCleaning::beginIfDue()
{
    if (m_options.policy.mode == CleaningMode::Off || m_isAtIt || m_timer.isActive())
        return;
    m_isAtIt = true;
    QCoro::connect(changesAnything() ? m_cleaner.clean(m_options.wish, m_parts.stop)
                                     : m_cleaner.look(m_options.wish, m_parts.stop),
        &m_answers, [this](const Result<CleaningReport> &report) { take(report); });
}

void AgentCleaning::take(const Result<CleaningReport> &report)
{
    m_isAtIt = false;
    if (report)
        tell(*report);
    else
        takeFailure(report.error());
    Q_EMIT finished();
}

void AgentCleaning::tell(const CleaningReport &report)
{
    // Whoever died at it leaves its lease behind for up to 30 s.
    const bool isLeft = !report.heldBy.isEmpty();
    m_timer.start(isLeft ? std::min(m_options.policy.every, tryAgainWithin) : m_options.policy.every);
    if (isLeft) {
        qCInfo(logCleaning, "left to %s, who is cleaning", qPrintable(report.heldBy));
        return;
    }
    for (const CleaningFinding &finding : report.findings) {
        const QString id = displayText(finding.promptId.value());
        qCInfo(logCleaning, "%s: %s, %s: %s", qPrintable(id), wordOf(finding.verdict).data(),
            wordOf(finding.outcome).data(), qPrintable(displayText(finding.text.toUtf8())));
        const bool isLost
            = finding.verdict == Verdict::Orphaned && finding.outcome == CleaningOutcome::Settled;
        if (isLost)
            m_parts.alerts->raise(AlertKind::JobLost, id + u": "_s + finding.text);
    }
    qCInfo(logCleaning, "%s", qPrintable(cleaningSumText(report)));
    m_parts.metrics->takeCleaning(report);
}

void AgentCleaning::takeFailure(const Error &why)
{
    m_timer.start(std::min(m_options.policy.every, tryAgainWithin));
    if (why.kind == Error::Kind::Cancelled)
        return;
    qCWarning(logCleaning, "it could not be completed: %s", qPrintable(displayText(why.message.toUtf8())));
    m_parts.metrics->countFailedCleaning();
}

} // namespace emberwatch::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/recovercommand.h"

#include "app/cli/lastreportcommand.h"
#include "app/cli/recoverysetup.h"
#include "app/cli/surroundings.h"
#include "core/operations/planagreement.h"
#include "core/triage/judgedsubject.h"
#include "core/triage/planjson.h"
#include "core/triage/recoveryreporttext.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

/// Somebody waits for it to end: an alert that is not taken is not tried for long.
AlertOptions alertOptionsOf(const RecoverOptions &options, const QString &environment)
{
    AlertOptions alerts = alertOptionsFor(options.webhook, environment);
    if (alerts.webhook)
        alerts.webhook->attemptsAtMost = 2;
    return alerts;
}

QString nameOf(PlanScope scope)
{
    switch (scope) {
    case PlanScope::Recover:
        return u"recovery"_s;
    case PlanScope::Clean:
        return u"cleaning"_s;
    case PlanScope::Reconcile:
        return u"reconciliation"_s;
    }
    return {};
}

/// What has to be looked at again, or by a person, is not all done.
ExitCode codeOf(const RecoveryReport &report)
{
    const RecoveryCounts counts = countsOf(report);
    const bool isDone = counts.failed == 0 && counts.unverifiable == 0 && counts.leftAlone == 0;
    return isDone ? ExitCode::Fine : ExitCode::Findings;
}

} // namespace

Result<RecoverOptions> readRecoverOptions(const CommandLine &line, PlanScope scope, const QString &program)
{
    const Result<WorkbenchOptions> bench = readWorkbench(line, program);
    if (!bench)
        return tl::make_unexpected(bench.error());
    Result<ObserverWish> wish = readWish(line, bench->policy);
    if (!wish)
        return tl::make_unexpected(wish.error());
    wish->scope = scope;
    const Result<Agreement> agreement = readAgreement(line);
    if (!agreement)
        return tl::make_unexpected(agreement.error());
    RecoverOptions options;
    options.bench = *bench;
    options.bench.policy = wish->policy;
    options.wish = *wish;
    options.planFile = line.options.value(u"plan"_s);
    options.reportFile = line.options.value(u"report"_s);
    options.isDryRun = line.has(u"dry-run"_s);
    options.isAgreed = line.has(u"yes"_s);
    options.keepsTracking = !line.has(u"no-track"_s);
    options.agreement = *agreement;
    const Result<void> checked = checkReportFile(options.reportFile, options.isDryRun);
    if (!checked)
        return tl::make_unexpected(checked.error());
    return options;
}

CommandHelp RecoverCommand::help()
{
    return {u"recover"_s, {}, u"Find out what became of the open jobs, and settle or resume them"_s,
        uR"(Looks at every job that is open in Redis, asks its ComfyUI server and the records
what became of it, and shows a plan. Carried out, live jobs get their tracking back,
ended ones are settled, and every job is accounted for with its reason; one whose
server gives no answer is left as it is. On a terminal it asks; elsewhere it prints
the plan and ends with exit status 1, unless --yes is given.

What was resumed is followed to its end or until Ctrl-C, unless --no-track is given.
The exit status is 1 where a job was left alone, is unverifiable, or failed. Without
--records nothing is settled: say none where there is no database. In production it
is refused (4) until 'emberwatch env raise' allows writing.
)"_s,
        OptionList{{u"dry-run"_s, u"Show the plan and change nothing."_s},
            {u"yes"_s, u"Carry the plan out without asking."_s}}
            + wishOptions()
            + OptionList{{u"report"_s, u"Write the report, by the extension .md, .json or .txt."_s,
                             u"FILE"_s},
                {u"last"_s, u"Print the report of the last recovery again."_s},
                {u"no-track"_s,
                    u"End with the report: nobody follows what was resumed until an agent\nor another recovery does."_s}}
            + reasonOption() + guardOptions() + serverOptions() + recordsOptions() + policyOptions()
            + alertOptions() + eventsOptions(),
        uR"(  emberwatch recover --dry-run --allow-server http://gpu-1:8188 --records none
  emberwatch recover --yes --type image_generation --report incident.md
  emberwatch recover --yes --no-track --json | jq '.jobs[] | select(.outcome == "failed")'
)"_s};
}

MadeCommand RecoverCommand::make(const CommandLine &line, const Settings &settings)
{
    if (line.has(u"last"_s))
        return LastReportCommand::make(line, settings);
    Result<RecoverOptions> options = readRecoverOptions(line, PlanScope::Recover, u"recover"_s);
    if (!options)
        return tl::make_unexpected(options.error());
    const Result<std::optional<QUrl>> webhook = readWebhook(line);
    if (!webhook)
        return tl::make_unexpected(webhook.error());
    options->webhook = *webhook;
    return std::make_unique<RecoverCommand>(settings, *options);
}

RecoverCommand::RecoverCommand(Settings settings, RecoverOptions options)
    : TrackingCommand(std::move(settings), options.bench)
    , m_options(std::move(options))
    , m_alerts(alertOptionsOf(m_options, bench().environment))
    , m_farewell(&m_alerts, m_options.webhook.has_value())
    , m_recovery(recoverySources(bench(), &m_alerts), recoveryOptions(bench(), this->settings()))
{
    connect(&m_question, &TerminalQuestion::answered, this, [this](bool isYes) {
        if (isYes)
            return carryOut();
        say(u"nothing was changed"_s);
        leave(ExitCode::Findings);
    });
    connect(&m_farewell, &AlertFarewell::undelivered, this,
        [this](const Error &why) { say("an alert was not delivered: "_L1 + why.message); });
    connect(&m_farewell, &AlertFarewell::finished, this, [this] { endWith(m_code); });
}

void RecoverCommand::start()
{
    // One object is what --json promises.
    setPrinting(!settings().isJson);
    m_isAtIt = true;
    startRunner(!m_options.isDryRun, [this] { look(); });
}

void RecoverCommand::look()
{
    QCoro::connect(m_recovery.propose(m_options.wish, m_stop,
                       [this](const RecoveryProgress &progress) { sayDoing(progress.what); }),
        &m_answers, [this](const Result<RecoveryProposal> &proposal) { takeProposal(proposal); });
}

void RecoverCommand::stop(ExitCode code)
{
    if (m_stopCode)
        return;
    m_stopCode = code;
    m_stop->request();
    if (!m_isAtIt)
        leave(code);
}

void RecoverCommand::fail(const Error &why)
{
    say("the "_L1 + nameOf(m_options.wish.scope) + " could not be completed: "_L1 + why.message);
    leave(exitCodeFor(why.kind));
}

void RecoverCommand::leave(ExitCode code)
{
    m_code = m_stopCode.value_or(code);
    m_farewell.begin();
}

void RecoverCommand::takeProposal(const Result<RecoveryProposal> &proposal)
{
    m_isAtIt = false;
    if (m_stopCode)
        return leave(*m_stopCode);
    if (!proposal)
        return fail(proposal.error());
    m_proposal = *proposal;
    m_proposal.agreement = m_options.agreement;
    const Result<void> narrowed = narrow();
    if (!narrowed)
        return fail(narrowed.error());
    if (!writePlan())
        return leave(ExitCode::Findings);
    if (m_options.isDryRun) {
        showPlan();
        return leave(ExitCode::Fine);
    }
    if (m_options.isAgreed || mayBeginUnasked())
        return carryOut();
    showPlan();
    askGuard();
}

/// Nobody is asked for what would be refused anyway.
void RecoverCommand::askGuard()
{
    QCoro::connect(bench().guard.permit(changeCount(m_proposal.plan), m_options.agreement), &m_answers,
        [this](const Result<void> &permitted) {
            if (m_stopCode)
                return;
            if (!permitted)
                return fail(permitted.error());
            confirm();
        });
}

Result<void> RecoverCommand::narrow()
{
    if (!m_options.filter.isEmpty()) {
        m_proposal.plan = filtered(m_proposal.plan, [this](const PlannedAction &action) {
            return m_options.filter.matches(JudgedSubject(m_proposal.judged[action.promptId]));
        });
    }
    if (!m_options.agreed)
        return {};
    return takeAgreement(m_proposal, *m_options.agreed, epochOf(bench().jobs));
}

/// Nothing is to be done, or one job that was named: "more than one job is a dry run without --yes".
bool RecoverCommand::mayBeginUnasked() const
{
    const int changes = changeCount(m_proposal.plan);
    const bool isNamed = !m_options.filter.isEmpty() || m_options.agreed;
    return changes == 0 || (changes == 1 && isNamed);
}

bool RecoverCommand::writePlan()
{
    if (m_options.planFile.isEmpty())
        return true;
    const Result<void> written = writeReport(m_options.planFile, planJson(m_proposal.plan));
    if (!written)
        say("--plan: "_L1 + written.error().message + "; nothing was changed"_L1);
    return written.has_value();
}

void RecoverCommand::showPlan()
{
    const RecoveryReport expected = expectedReport(m_proposal.plan);
    if (!settings().isJson)
        output().buffer() += "Plan, nothing has been changed:\n";
    const auto format = settings().isJson ? ReportFormat::Json : ReportFormat::Text;
    output().buffer() += reportText(expected, format).toStdString();
    output().send();
}

void RecoverCommand::confirm()
{
    if (TerminalQuestion::canBeAsked())
        return m_question.ask(u"Carry out %1 changes?"_s.arg(changeCount(m_proposal.plan)));
    say(u"nothing was changed; --yes carries the plan out"_s);
    leave(ExitCode::Findings);
}

void RecoverCommand::carryOut()
{
    m_isAtIt = true;
    QCoro::connect(m_recovery.carryOut(m_proposal, m_stop,
                       [this](const RecoveryProgress &progress) { sayDoing(progress.what); }),
        &m_answers, [this](const Result<RecoveryReport> &report) { takeReport(report); });
}

void RecoverCommand::takeReport(const Result<RecoveryReport> &report)
{
    m_isAtIt = false;
    if (!report)
        return fail(report.error());
    const auto format = settings().isJson ? ReportFormat::Json : ReportFormat::Text;
    output().buffer() += reportText(*report, format).toStdString();
    output().send();
    m_code = codeOf(*report);
    if (!m_options.reportFile.isEmpty()) {
        const QByteArray text = reportText(*report, *reportFormatOf(m_options.reportFile));
        const Result<void> written = writeReport(m_options.reportFile, text);
        if (!written) {
            say("--report: "_L1 + written.error().message);
            m_code = ExitCode::Findings;
        }
    }
    keepTracking();
}

void RecoverCommand::keepTracking()
{
    const int jobs = bench().runner.jobCount();
    if (m_stopCode || !m_options.keepsTracking || jobs == 0)
        return leave(m_code);
    say(u"following %1 jobs to their end; Ctrl-C lets go of them"_s.arg(jobs));
}

void RecoverCommand::jobEnded(const JobEnd & /*end*/)
{
    // The runner takes it off its list after it has told.
    QMetaObject::invokeMethod(
        &m_answers,
        [this] {
            if (!m_isAtIt && bench().runner.jobCount() == 0)
                leave(m_code);
        },
        Qt::QueuedConnection);
}

} // namespace emberwatch::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/agreedcommand.h"

#include "app/cli/surroundings.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

OptionList agreedOptions()
{
    return OptionList{{u"dry-run"_s, u"Show what would be done and change nothing."_s},
               {u"yes"_s, u"Do it without asking, also where more than one is named."_s}}
    + guardOptions();
}

Result<AgreedOptions> readAgreed(const CommandLine &line, const QString &program)
{
    const Result<WorkbenchOptions> bench = readWorkbench(line, program);
    if (!bench)
        return tl::make_unexpected(bench.error());
    const Result<Agreement> agreement = readAgreement(line);
    if (!agreement)
        return tl::make_unexpected(agreement.error());
    return AgreedOptions{*bench, line.has(u"dry-run"_s), line.has(u"yes"_s), *agreement};
}

AgreedCommand::AgreedCommand(Settings settings, AgreedOptions options)
    : Command(std::move(settings))
    , m_options(std::move(options))
    , m_bench(this->settings(), m_options.bench)
{
    connect(&m_question, &TerminalQuestion::answered, this, [this](bool isYes) {
        if (isYes)
            return begin();
        say(u"nothing was changed"_s);
        finish(ExitCode::Findings);
    });
}

void AgreedCommand::stop(ExitCode code)
{
    m_stopCode = m_stopCode.value_or(code);
    m_stop->request();
    if (!m_isAtIt)
        finish(*m_stopCode);
}

ActionOptions AgreedCommand::actionOptions() const
{
    ActionOptions options;
    options.actor = m_bench.actor;
    options.environment = m_bench.environment;
    options.schema = settings().schema;
    return options;
}

ActionSources AgreedCommand::actionSources()
{
    return {&m_bench.jobs, m_bench.records.get(), &m_bench.servers, &m_bench.journal, &m_bench.guard};
}

void AgreedCommand::decide(qsizetype named, qsizetype changes)
{
    if (m_options.isDryRun) {
        showPlan();
        return finish(ExitCode::Fine);
    }
    if (m_options.isAgreed || named <= 1 || changes == 0)
        return begin();
    showPlan();
    // Nobody is asked for what would be refused anyway.
    QCoro::connect(m_bench.guard.permit(static_cast<int>(changes), m_options.agreement), &m_permits,
        [this, changes](const Result<void> &permitted) {
            if (permitted)
                return confirm(changes);
            refuse(permitted.error());
        });
}

void AgreedCommand::confirm(qsizetype changes)
{
    if (TerminalQuestion::canBeAsked())
        return m_question.ask(u"Carry out %1 changes?"_s.arg(changes));
    say(u"nothing was changed; --yes does it"_s);
    finish(ExitCode::Findings);
}

void AgreedCommand::begin()
{
    m_isAtIt = true;
    carryOut();
}

void AgreedCommand::end(ExitCode code)
{
    finish(m_stopCode.value_or(code));
}

void AgreedCommand::refuse(const Error &why)
{
    say(u"nothing was changed: "_s + why.message);
    end(emberwatch::cli::exitCodeFor(why.kind));
}

} // namespace emberwatch::cli

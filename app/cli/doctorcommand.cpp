// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/doctorcommand.h"

#include "app/cli/findingtext.h"

namespace emberwatch::cli {

namespace {

DoctorOptions doctorOptions(const Settings &settings)
{
    DoctorOptions options;
    options.schema = settings.schema;
    return options;
}

/// A lower rung of the feed is no fault: it sees the same jobs, later.
bool isToBeMended(const Finding &finding)
{
    return finding.state == Finding::State::Problem
        || (finding.state == Finding::State::Warning && finding.step != DiagnosisStep::LiveUpdates);
}

} // namespace

DoctorCommand::DoctorCommand(Settings settings)
    : Command(std::move(settings))
    , m_doctor(this->settings().connection, doctorOptions(this->settings()))
{
}

void DoctorCommand::start()
{
    connect(&m_doctor, &Doctor::found, this, &DoctorCommand::take);
    connect(&m_doctor, &Doctor::finished, this, &DoctorCommand::conclude);
    m_doctor.start();
}

void DoctorCommand::take(const Finding &finding)
{
    ++m_counts[finding.state];
    m_hasFindings |= isToBeMended(finding);
    m_last = finding;
    if (settings().isJson)
        appendFindingJson(output().buffer(), finding);
    else
        appendFindingText(output().buffer(), finding, settings().out);
    output().send();
}

void DoctorCommand::conclude()
{
    if (settings().isJson)
        appendSummaryJson(output().buffer(), m_counts);
    else
        appendSummaryText(output().buffer(), m_counts, settings().out);
    finish(verdict());
}

ExitCode DoctorCommand::verdict() const
{
    if (m_last && m_last->state == Finding::State::Problem) {
        if (m_last->step == DiagnosisStep::Reach || m_last->step == DiagnosisStep::Tls)
            return ExitCode::CannotConnect;
        if (m_last->step == DiagnosisStep::SignIn)
            return ExitCode::Refused;
    }
    return m_hasFindings ? ExitCode::Findings : ExitCode::Fine;
}

} // namespace emberwatch::cli

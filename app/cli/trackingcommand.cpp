// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/trackingcommand.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

TrackingCommand::TrackingCommand(Settings settings, const WorkbenchOptions &options)
    : Command(std::move(settings))
    , m_bench(this->settings(), options)
    , m_printer(this->settings().isJson)
{
    JobRunner *runner = &m_bench.runner;
    connect(runner, &JobRunner::jobChanged, this, &TrackingCommand::printChange);
    connect(runner, &JobRunner::jobEnded, this, &TrackingCommand::takeEnd);
    connect(runner, &JobRunner::troubleChanged, &m_trouble, &TroubleTeller::take);
    connect(&m_trouble, &TroubleTeller::told, this, [this](const QString &text) {
        if (!isEnding())
            say(text.isEmpty() ? u"states are written to Redis again"_s : text);
    });
    connect(runner, &JobRunner::stopped, this, [this] {
        if (m_end)
            finish(*m_end);
    });
}

void TrackingCommand::startRunner(bool wantsSpool, const std::function<void()> &then)
{
    if (!wantsSpool) {
        m_bench.runner.start(false);
        return then();
    }
    QCoro::connect(m_bench.guard.permit(1), this, [this, then](const Result<void> &permitted) {
        m_bench.runner.start(permitted.has_value());
        then();
    });
}

void TrackingCommand::stop(ExitCode code)
{
    endWith(code);
}

void TrackingCommand::endWith(ExitCode code)
{
    if (m_end)
        return;
    m_end = code;
    m_bench.runner.stop();
}

void TrackingCommand::printChange(const RunnerJob &job)
{
    if (!m_isPrinting)
        return;
    m_printer.appendChange(output().buffer(), job);
    output().send();
}

void TrackingCommand::printEnd(const JobEnd &end)
{
    m_printer.appendEnd(output().buffer(), end);
    output().send();
}

void TrackingCommand::takeEnd(const JobEnd &end)
{
    if (isEnding())
        return; // let go of
    if (m_isPrinting)
        printEnd(end);
    jobEnded(end);
}

} // namespace emberwatch::cli

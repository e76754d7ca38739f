// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/jobprinter.h"
#include "app/cli/workbench.h"
#include "core/runner/troubleteller.h"

#include <functional>
#include <optional>

namespace emberwatch::cli {

/// A command that follows jobs: what its runner tells is printed, and before it ends the runner has let go of
/// its jobs.
class TrackingCommand : public Command
{
    Q_OBJECT
public:
    TrackingCommand(Settings settings, const WorkbenchOptions &options);
    /// Gives the jobs up at a step's boundary, then ends. Their states stay as they are.
    void stop(ExitCode code) override;

protected:
    [[nodiscard]] Workbench &bench() { return m_bench; }
    /// Starts the runner, then goes on. What an earlier run left on the disk for Redis is taken up where that
    /// is wanted, and writing is allowed.
    void startRunner(bool wantsSpool, const std::function<void()> &then);
    /// Lets go of the jobs and then ends.
    void endWith(ExitCode code);
    [[nodiscard]] bool isEnding() const { return m_end.has_value(); }
    /// Whether what the runner tells becomes lines; it does at first.
    void setPrinting(bool isPrinting) { m_isPrinting = isPrinting; }
    void printEnd(const JobEnd &end);
    /// After the line was printed.
    virtual void jobEnded(const JobEnd &end) = 0;

private:
    void printChange(const RunnerJob &job);
    void takeEnd(const JobEnd &end);

    Workbench m_bench;
    JobPrinter m_printer;
    bool m_isPrinting = true;
    TroubleTeller m_trouble;
    std::optional<ExitCode> m_end;
};

} // namespace emberwatch::cli

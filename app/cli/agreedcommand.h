// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/sharedoptions.h"
#include "app/cli/terminalquestion.h"
#include "app/cli/workbench.h"
#include "core/operations/jobactions/actionsources.h"
#include "core/operations/stoprequest.h"

#include <optional>

namespace emberwatch::cli {

struct AgreedOptions
{
    WorkbenchOptions bench;
    bool isDryRun = false;
    bool isAgreed = false; ///< --yes
    Agreement agreement;
};

/// --dry-run, --yes and those of the guard rails.
[[nodiscard]] OptionList agreedOptions();
/// Errors: Invalid.
[[nodiscard]] Result<AgreedOptions> readAgreed(const CommandLine &line, const QString &program);

/// A command that changes what is named one by one: one thing at once, more of them only if it was agreed to
/// (--yes, or an answer on the terminal). Until then it shows what it would do. A signal ends it after what
/// is under way.
class AgreedCommand : public Command
{
    Q_OBJECT
public:
    AgreedCommand(Settings settings, AgreedOptions options);
    void stop(ExitCode code) override;

protected:
    [[nodiscard]] Workbench &bench() { return m_bench; }
    [[nodiscard]] const AgreedOptions &options() const { return m_options; }
    [[nodiscard]] StopRequestPtr stopRequest() const { return m_stop; }
    [[nodiscard]] ActionOptions actionOptions() const;
    [[nodiscard]] ActionSources actionSources();

    /// It is known what would be done: carries it out, asks first, or ends.
    /// @param named    how many things are named
    /// @param changes  how many of them would be changed
    void decide(qsizetype named, qsizetype changes);
    /// What was carried out has come to its end.
    void end(ExitCode code);
    /// It could not be begun: "cancel: WHY".
    void refuse(const Error &why);

    /// Nothing has been done yet.
    virtual void showPlan() = 0;
    /// Calls end() or refuse().
    virtual void carryOut() = 0;

private:
    void begin();
    void confirm(qsizetype changes);

    AgreedOptions m_options;
    Workbench m_bench;
    StopRequestPtr m_stop = std::make_shared<StopRequest>();
    TerminalQuestion m_question;
    bool m_isAtIt = false; ///< it is being carried out
    std::optional<ExitCode> m_stopCode; ///< a signal has come
    QObject m_permits;
};

} // namespace emberwatch::cli

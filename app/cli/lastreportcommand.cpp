// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/lastreportcommand.h"

#include "app/cli/reportfile.h"
#include "app/cli/workbench.h"
#include "core/base/timetext.h"
#include "core/operations/journalpath.h"
#include "core/operations/keptreport.h"

#include <QFileInfo>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

MadeCommand LastReportCommand::make(const CommandLine &line, const Settings &settings)
{
    const QString file = line.options.value(u"report"_s);
    if (line.has(u"report"_s)) {
        const Result<ReportFormat> format = reportFormatOf(file);
        if (!format)
            return failure(Error::Kind::Invalid, u"--report: "_s + format.error().message);
    }
    return std::make_unique<LastReportCommand>(settings, file);
}

LastReportCommand::LastReportCommand(Settings settings, QString file)
    : Command(std::move(settings))
    , m_file(std::move(file))
    , m_journal(defaultJournalPath())
{
}

void LastReportCommand::start()
{
    // Opening would make it.
    if (!QFileInfo::exists(m_journal.path()))
        return take(std::optional<RecoveryReport>());
    QCoro::connect(lastReportOf(&m_journal, environmentOf(settings())), &m_answers,
        [this](const Result<std::optional<RecoveryReport>> &kept) { take(kept); });
}

void LastReportCommand::take(const Result<std::optional<RecoveryReport>> &kept)
{
    if (kept && kept->has_value())
        return show(**kept);
    if (kept)
        say("there was no recovery of "_L1 + environmentOf(settings()) + u" yet"_s);
    else
        say("the last report cannot be read: "_L1 + kept.error().message);
    finish(ExitCode::Findings);
}

void LastReportCommand::show(const RecoveryReport &report)
{
    say("ended "_L1 + exactMomentText(report.finishedAt));
    const auto format = settings().isJson ? ReportFormat::Json : ReportFormat::Text;
    output().buffer() += reportText(report, format).toStdString();
    if (m_file.isEmpty())
        return finish(ExitCode::Fine);
    const Result<void> written = writeReport(m_file, reportText(report, *reportFormatOf(m_file)));
    if (!written)
        say("--report: "_L1 + written.error().message);
    finish(written ? ExitCode::Fine : ExitCode::Findings);
}

} // namespace emberwatch::cli

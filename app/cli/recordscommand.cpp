// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/recordscommand.h"

#include "app/cli/jsonline.h"
#include "app/cli/jsonoutput.h"
#include "app/cli/sharedoptions.h"
#include "app/cli/surroundings.h"
#include "app/cli/whenready.h"
#include "core/jobs/jobkey.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

QLatin1StringView wordOf(RecordsFinding::Stops stops)
{
    switch (stops) {
    case RecordsFinding::Stops::Reading:
        return "reading"_L1;
    case RecordsFinding::Stops::Updating:
        return "updating"_L1;
    case RecordsFinding::Stops::Inserting:
        return "inserting"_L1;
    case RecordsFinding::Stops::Nothing:
        break;
    }
    return {};
}

Result<RecordsCommand::Task> readTask(const CommandLine &line)
{
    const QString word = line.arguments.value(0);
    if (line.arguments.size() == 1 && word == "init"_L1)
        return RecordsCommand::Task::Init;
    if (line.arguments.size() == 1 && word == "check"_L1)
        return RecordsCommand::Task::Check;
    return failure(Error::Kind::Invalid, u"records: either 'records init' or 'records check'"_s);
}

} // namespace

CommandHelp RecordsCommand::help()
{
    return {u"records"_s, u"init|check"_s, u"Set up or examine the database of job records"_s,
        uR"(init makes what is Emberwatch's own: for SQLite the file and its tables, for
PostgreSQL the table for the audit; the table of jobs there belongs to the
application. Run again it changes nothing.

check changes nothing and says what is missing. The exit status is 1 where records
cannot be read or updated.
)"_s,
        recordsOptions(), uR"(  emberwatch records init --records sqlite:///var/lib/emberwatch/records.sqlite
  DATABASE_URL=postgresql://ops@db.example.org/studio emberwatch records check
)"_s,
        false};
}

MadeCommand RecordsCommand::make(const CommandLine &line, const Settings &settings)
{
    const Result<Task> task = readTask(line);
    if (!task)
        return tl::make_unexpected(task.error());
    const Result<std::optional<RecordsAddress>> address = readRecordsAddress(line);
    if (!address)
        return tl::make_unexpected(address.error());
    if (!*address)
        return failure(Error::Kind::Invalid, u"records: which database? --records URL or DATABASE_URL"_s);
    if (*task == Task::Init && (*address)->kind == RecordsAddress::Kind::None)
        return failure(Error::Kind::Invalid, u"records init: there is no database, as was said (none)"_s);
    return std::make_unique<RecordsCommand>(settings, **address, readMapping(line), *task);
}

RecordsCommand::RecordsCommand(
    Settings settings, const RecordsAddress &address, const SchemaMapping &mapping, Task task)
    : Command(std::move(settings))
    , m_records(address, mapping)
    , m_task(task)
{
}

void RecordsCommand::start()
{
    whenReady(m_task == Task::Init ? m_records.init() : m_records.check(), &m_answers,
        [this](const Result<RecordsCheck> &check) { takeCheck(check); });
}

void RecordsCommand::takeCheck(const Result<RecordsCheck> &check)
{
    if (!check) {
        say(check.error().message);
        return finish(exitCodeFor(check.error().kind));
    }
    if (settings().isJson)
        printJson(*check);
    else
        print(*check);
    finish(check->canUpdate() ? ExitCode::Fine : ExitCode::Findings);
}

void RecordsCommand::print(const RecordsCheck &check)
{
    const QString server = check.server.isEmpty() ? u"no database, as was said"_s : check.server;
    const auto can = [](bool is) { return is ? "yes"_L1 : "no"_L1; };
    QString text = displayText(m_records.address()) + u": "_s + server + u'\n';
    text += "read: "_L1 + can(check.canRead()) + ", update: "_L1 + can(check.canUpdate()) + ", insert: "_L1
        + can(check.canInsert()) + u'\n';
    for (const RecordsFinding &finding : check.findings)
        text += "- "_L1 + displayText(finding.text.toUtf8()) + u'\n';
    output().buffer() += text.toStdString();
}

void RecordsCommand::printJson(const RecordsCheck &check)
{
    std::string findings = "[";
    for (const RecordsFinding &finding : check.findings) {
        JsonLine line;
        const QString stops = wordOf(finding.stops);
        line.text("stops", stops.isEmpty() ? std::nullopt : std::optional(stops));
        line.text("name", finding.name);
        line.text("text", finding.text);
        findings += (findings.size() > 1 ? "," : "") + line.object();
    }
    JsonLine line;
    line.text("records", displayText(m_records.address()));
    line.text("server", check.server.isEmpty() ? std::nullopt : std::optional(check.server));
    line.flag("canRead", check.canRead());
    line.flag("canUpdate", check.canUpdate());
    line.flag("canInsert", check.canInsert());
    line.json("findings", QByteArrayView(findings + ']'));
    line.appendTo(output().buffer());
}

} // namespace emberwatch::cli

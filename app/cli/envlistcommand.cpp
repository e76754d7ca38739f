// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/envlistcommand.h"

#include "app/cli/texttable.h"
#include "app/cli/writability.h"
#include "core/config/environmentsfile.h"
#include "core/jobs/jobkey.h"
#include "core/operations/journalpath.h"
#include "core/records/recordsaddress.h"

#include <QFileInfo>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

/// As the file says it, without the user part; "-" where it says nothing.
QString redisOf(const EnvironmentConfig &environment)
{
    if (const auto file = environment.fileSetting(u"redis-file"_s))
        return u"as in "_s + file->text;
    const auto url = environment.setting(u"redis"_s);
    return url ? redis::displayUrl(redis::parseRedisUrl(url->text).value_or(redis::ConnectionOptions()))
               : u"-"_s;
}

QString recordsOf(const EnvironmentConfig &environment)
{
    if (const auto file = environment.fileSetting(u"records-file"_s))
        return u"as in "_s + file->text;
    const auto address = environment.setting(u"records"_s);
    return address ? displayText(parseRecordsAddress(address->text).value_or(RecordsAddress())) : u"-"_s;
}

} // namespace

MadeCommand EnvListCommand::make(const CommandLine & /*line*/, const Settings &settings)
{
    const QString path = defaultEnvironmentsPath();
    if (!QFileInfo::exists(path))
        return std::make_unique<EnvListCommand>(settings, QList<EnvironmentConfig>());
    const Result<QList<EnvironmentConfig>> environments = readEnvironments(path);
    if (!environments)
        return failure(Error::Kind::Invalid, environments.error().message);
    return std::make_unique<EnvListCommand>(settings, *environments);
}

EnvListCommand::EnvListCommand(Settings settings, QList<EnvironmentConfig> environments)
    : Command(std::move(settings))
    , m_environments(std::move(environments))
{
    // Opening would make it.
    if (QFileInfo::exists(defaultJournalPath()))
        m_journal = std::make_unique<Journal>(defaultJournalPath());
}

void EnvListCommand::start()
{
    if (m_environments.isEmpty())
        say("there is no environment in "_L1 + defaultEnvironmentsPath());
    askNext();
}

void EnvListCommand::askNext()
{
    if (m_permits.size() == m_environments.size()) {
        print();
        return finish(ExitCode::Fine);
    }
    const EnvironmentConfig &environment = m_environments.at(m_permits.size());
    if (!m_journal && environment.environmentClass == EnvironmentClass::Production)
        return take(std::optional<WritePermit>());
    m_guard = std::make_unique<GuardRails>(
        GuardedEnvironment{environment.name, environment.environmentClass}, m_journal.get());
    QCoro::connect(m_guard->current(), &m_answers,
        [this](const Result<std::optional<WritePermit>> &permit) { take(permit); });
}

void EnvListCommand::take(const Result<std::optional<WritePermit>> &permit)
{
    if (!permit) {
        say("the journal cannot be read: "_L1 + permit.error().message);
        return finish(ExitCode::Findings);
    }
    m_permits.append(*permit);
    askNext();
}

void EnvListCommand::print()
{
    if (!settings().isJson)
        return printTable();
    for (qsizetype i = 0; i < m_environments.size(); ++i) {
        const EnvironmentConfig &environment = m_environments.at(i);
        JsonLine line;
        line.text("environment", environment.name);
        line.text("class", wordOf(environment.environmentClass));
        line.text("redis", redisOf(environment));
        line.text("records", recordsOf(environment));
        addWritability(line, m_permits.at(i));
        line.appendTo(output().buffer());
    }
}

void EnvListCommand::printTable()
{
    QList<TableRow> rows;
    for (qsizetype i = 0; i < m_environments.size(); ++i) {
        const EnvironmentConfig &environment = m_environments.at(i);
        const QString writable = writabilityText(m_permits.at(i), systemNow());
        const bool isRaised = m_permits.at(i) && m_permits.at(i)->until;
        rows.append(
            {{{environment.name}, {QString::fromLatin1(wordOf(environment.environmentClass))},
                 {displayText(redisOf(environment).toUtf8())}, {displayText(recordsOf(environment).toUtf8())},
                 {writable, isRaised ? Style::Yellow : Style::Plain}},
                {}});
    }
    TextTable table({{u"NAME"_s}, {u"CLASS"_s}, {u"REDIS"_s, 20, 2}, {u"RECORDS"_s, 20, 1}, {u"WRITABLE"_s}},
        settings().out);
    table.fitTo(rows);
    if (!rows.isEmpty())
        table.appendHeader(output().buffer());
    for (const TableRow &row : rows)
        table.appendRow(output().buffer(), row);
}

} // namespace emberwatch::cli

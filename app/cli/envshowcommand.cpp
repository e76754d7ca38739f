// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/envshowcommand.h"

#include "app/cli/saidsettings.h"
#include "app/cli/texttable.h"
#include "app/cli/workbench.h"
#include "app/cli/writability.h"
#include "core/config/environmentsfile.h"
#include "core/jobs/jobkey.h"
#include "core/operations/journalpath.h"

#include <QFileInfo>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto readyWithin = 3s;
constexpr auto leasesWithin = 5s;

/// From the variable alone.
redis::ConnectionOptions withPassword(redis::ConnectionOptions options)
{
    const QByteArray password = qgetenv("REDISCLI_AUTH");
    if (options.asksPassword && !password.isEmpty())
        options.password = Secret(password);
    return options;
}

} // namespace

MadeCommand EnvShowCommand::make(const CommandLine &line, const Settings &settings)
{
    CommandLine named = line;
    named.usesRedis = false; // nobody is asked for a password
    const QString name = line.arguments.value(1);
    // One that is named behind `show` takes the place of --env.
    const Result<void> chosen
        = line.arguments.size() > 1 ? useEnvironment(named, name, u"env show"_s) : Result<void>();
    if (!chosen)
        return tl::make_unexpected(chosen.error());
    Result<Settings> own = readSettings(named);
    if (!own)
        return tl::make_unexpected(own.error());
    const Result<redis::ConnectionOptions> address = readRedisAddress(named);
    if (!address)
        return tl::make_unexpected(address.error());
    const Result<QList<ShownSetting>> rows = shownSettings(named);
    if (!rows)
        return tl::make_unexpected(rows.error());
    own->connection = *address;
    own->isJson = settings.isJson;
    const QString file = named.environment ? defaultEnvironmentsPath() : QString();
    return std::make_unique<EnvShowCommand>(*own, Shown{file, *rows, *address});
}

EnvShowCommand::EnvShowCommand(Settings settings, Shown shown)
    : Command(std::move(settings))
    , m_shown(std::move(shown))
    , m_connection(withPassword(m_shown.connection))
{
    // Opening would make it.
    if (QFileInfo::exists(defaultJournalPath()))
        m_journal = std::make_unique<Journal>(defaultJournalPath());
    const bool isProduction = this->settings().environmentClass == EnvironmentClass::Production;
    if (m_journal || !isProduction)
        m_guard = std::make_unique<GuardRails>(
            GuardedEnvironment{environmentOf(this->settings()), this->settings().environmentClass},
            m_journal.get());
}

void EnvShowCommand::start()
{
    if (!m_guard)
        return askWhoActs();
    QCoro::connect(m_guard->current(), &m_answers,
        [this](const Result<std::optional<WritePermit>> &permit) { takePermit(permit); });
}

void EnvShowCommand::takePermit(const Result<std::optional<WritePermit>> &permit)
{
    if (permit)
        m_permit = *permit;
    else
        say("the journal cannot be read, so nothing may be written: "_L1 + permit.error().message);
    askWhoActs();
}

void EnvShowCommand::askWhoActs()
{
    if (m_connection.options().asksPassword && !m_connection.options().password) {
        m_whyNoLeases = u"it was not asked, as that takes a password (REDISCLI_AUTH)"_s;
        return conclude();
    }
    m_connection.open();
    QCoro::connect(m_connection.waitReady(readyWithin), &m_answers,
        [this](const Result<void> &ready) { takeReady(ready); });
}

void EnvShowCommand::takeReady(const Result<void> &ready)
{
    if (!ready) {
        m_whyNoLeases = ready.error().message;
        return conclude();
    }
    QCoro::connect(heldLeases(&m_connection, leasesWithin), &m_answers,
        [this](const Result<QList<HeldLease>> &leases) { takeLeases(leases); });
}

void EnvShowCommand::takeLeases(const Result<QList<HeldLease>> &leases)
{
    if (leases)
        m_leases = *leases;
    else
        m_whyNoLeases = leases.error().message;
    conclude();
}

void EnvShowCommand::conclude()
{
    if (settings().isJson)
        printJson();
    else
        print();
    finish(ExitCode::Fine);
}

void EnvShowCommand::print()
{
    QList<TableRow> rows;
    for (const ShownSetting &setting : m_shown.settings) {
        const QString value
            = setting.said.value.isEmpty() ? u"-"_s : displayText(setting.said.value.toUtf8());
        const Style style = setting.said.isSaid() ? Style::Plain : Style::Dim;
        rows.append({{{displayText(setting.name.toUtf8()), style}, {value, style},
                         {displayText(setting.said.where.toUtf8()), style}},
            {}});
    }
    TextTable table({{u"SETTING"_s}, {u"VALUE"_s, 20}, {u"FROM"_s, 12}}, settings().out);
    table.fitTo(rows);
    table.appendHeader(output().buffer());
    for (const TableRow &row : rows)
        table.appendRow(output().buffer(), row);
    QString text = u"\n%1 is %2; writable: %3\n"_s.arg(displayText(environmentOf(settings()).toUtf8()),
        QString::fromLatin1(wordOf(settings().environmentClass)), writabilityText(m_permit, systemNow()));
    if (!m_leases)
        text += u"acting now: not known: %1\n"_s.arg(displayText(m_whyNoLeases.toUtf8()));
    else if (m_leases->isEmpty())
        text += u"acting now: nobody\n"_s;
    else
        text += u"acting now: "_s + actingTexts(*m_leases).join(u"\n            "_s) + u'\n';
    output().buffer() += text.toStdString();
}

std::string EnvShowCommand::settingsJson() const
{
    std::string array = "[";
    for (const ShownSetting &setting : m_shown.settings) {
        JsonLine line;
        line.text("name", setting.name);
        line.text("value", setting.said.value.isEmpty() ? std::nullopt : std::optional(setting.said.value));
        line.text("source", wordOf(setting.said.source));
        line.text("where", setting.said.where);
        array += (array.size() > 1 ? "," : "") + line.object();
    }
    return array + ']';
}

std::string EnvShowCommand::actingJson() const
{
    if (!m_leases)
        return {};
    std::string array = "[";
    for (const HeldLease &lease : *m_leases) {
        JsonLine line;
        line.text("scope", QString::fromUtf8(lease.scope));
        line.text("program", lease.holder.program);
        line.text("host", lease.holder.host);
        line.text("operator", lease.holder.operatorName);
        line.number("processId", lease.holder.processId);
        array += (array.size() > 1 ? "," : "") + line.object();
    }
    return array + ']';
}

void EnvShowCommand::printJson()
{
    JsonLine line;
    line.text("environment", environmentOf(settings()));
    line.text("class", wordOf(settings().environmentClass));
    line.text("file", m_shown.file.isEmpty() ? std::nullopt : std::optional(m_shown.file));
    addWritability(line, m_permit);
    line.json("settings", QByteArrayView(settingsJson()));
    line.json("acting", QByteArrayView(actingJson()));
    line.text("actingUnknown", m_leases ? std::nullopt : std::optional(m_whyNoLeases));
    line.appendTo(output().buffer());
}

} // namespace emberwatch::cli

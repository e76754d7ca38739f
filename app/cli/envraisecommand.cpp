// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/envraisecommand.h"

#include "app/cli/durationoption.h"
#include "app/cli/saidsettings.h"
#include "app/cli/workbench.h"
#include "app/cli/writability.h"
#include "core/config/environmentsfile.h"
#include "core/jobs/jobkey.h"
#include "core/operations/journalpath.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

/// By the environments file; what it does not name may still be raised where its class is said (a console
/// that was started with --name and --class, commands with EMBERWATCH_CLASS).
Result<GuardedEnvironment> readGuarded(const CommandLine &line)
{
    const QString name = line.arguments.at(1);
    CommandLine named = line;
    const Result<EnvironmentConfig> environment = readEnvironment(defaultEnvironmentsPath(), name);
    if (environment)
        named.environment = *environment;
    else if (environment.error().kind != Error::Kind::NotFound)
        return failure(Error::Kind::Invalid, u"env: "_s + environment.error().message);
    else if (!said(line, classSetting).isSaid())
        return failure(Error::Kind::Invalid,
            u"env: "_s + environment.error().message + u" (--class production names another one)"_s);
    const Result<EnvironmentClass> environmentClass = readClass(named);
    if (!environmentClass)
        return tl::make_unexpected(environmentClass.error());
    return GuardedEnvironment{name, *environmentClass};
}

Result<std::chrono::milliseconds> readLength(const CommandLine &line)
{
    const auto length = parseDuration(line.options.value(u"for"_s));
    if (!line.has(u"for"_s) || !length)
        return failure(Error::Kind::Invalid,
            u"env raise: for how long? --for DURATION, such as 30m or 1h30m, at most 8h"_s);
    if (line.options.value(u"reason"_s).simplified().isEmpty())
        return failure(Error::Kind::Invalid, u"env raise: why? --reason TEXT; it goes into the journal"_s);
    return *length;
}

} // namespace

MadeCommand EnvRaiseCommand::make(const CommandLine &line, const Settings &settings)
{
    const Result<GuardedEnvironment> environment = readGuarded(line);
    if (!environment)
        return tl::make_unexpected(environment.error());
    std::optional<std::chrono::milliseconds> length;
    if (line.arguments.first() == "raise"_L1) {
        const Result<std::chrono::milliseconds> read = readLength(line);
        if (!read)
            return tl::make_unexpected(read.error());
        length = *read;
    }
    return std::make_unique<EnvRaiseCommand>(settings, *environment, length, line.options.value(u"reason"_s));
}

EnvRaiseCommand::EnvRaiseCommand(Settings settings, GuardedEnvironment environment,
    std::optional<std::chrono::milliseconds> length, QString reason)
    : Command(std::move(settings))
    , m_journal(defaultJournalPath())
    , m_guard(std::move(environment), &m_journal)
    , m_length(length)
    , m_reason(std::move(reason))
{
}

void EnvRaiseCommand::start()
{
    const Actor actor = actorOf(u"env"_s);
    if (!m_length) {
        QCoro::connect(m_guard.lower(actor), &m_answers,
            [this](const Result<bool> &wasRaised) { takeLowered(wasRaised); });
        return;
    }
    QCoro::connect(m_guard.raise({*m_length, m_reason, actor}), &m_answers,
        [this](const Result<WritePermit> &permit) { takeRaised(permit); });
}

void EnvRaiseCommand::giveUp(const Error &why)
{
    say(why.message);
    finish(emberwatch::cli::exitCodeFor(why.kind));
}

void EnvRaiseCommand::takeRaised(const Result<WritePermit> &permit)
{
    if (!permit)
        return giveUp(permit.error());
    print(*permit, u"writing is allowed "_s + writabilityText(*permit, systemNow()));
}

void EnvRaiseCommand::takeLowered(const Result<bool> &wasRaised)
{
    if (!wasRaised)
        return giveUp(wasRaised.error());
    if (m_guard.environment().environmentClass != EnvironmentClass::Production)
        return print(WritePermit(), u"it is always writable"_s);
    print(std::nullopt, *wasRaised ? u"it is read-only again"_s : u"it was read-only already"_s);
}

void EnvRaiseCommand::print(const std::optional<WritePermit> &permit, const QString &text)
{
    if (settings().isJson) {
        JsonLine line;
        line.text("environment", m_guard.environment().name);
        line.text("class", wordOf(m_guard.environment().environmentClass));
        addWritability(line, permit);
        line.appendTo(output().buffer());
    } else {
        const QString name = displayText(m_guard.environment().name.toUtf8());
        output().buffer() += QString(name + u": "_s + text + u'\n').toStdString();
    }
    finish(ExitCode::Fine);
}

} // namespace emberwatch::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/undocommand.h"

#include "app/cli/jsonline.h"
#include "app/cli/sharedoptions.h"
#include "app/cli/surroundings.h"
#include "core/jobs/jobkey.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

Result<QList<EntryId>> readEntries(const CommandLine &line)
{
    QList<EntryId> entries;
    for (const QString &text : line.arguments) {
        bool isNumber = false;
        const qint64 number = text.toLongLong(&isNumber);
        if (!isNumber || number < 1)
            return failure(Error::Kind::Invalid,
                "undo: the number of an entry, as 'emberwatch journal' shows it, not '"_L1 + text + u'\'');
        entries.append(EntryId(number));
    }
    if (entries.isEmpty())
        return failure(Error::Kind::Invalid, u"undo: which entries? 'emberwatch journal' shows them"_s);
    return entries;
}

SettlerOptions settlerOptionsOf(const Workbench &bench, const Settings &settings)
{
    SettlerOptions options;
    options.actor = bench.actor;
    options.environment = bench.environment;
    options.schema = settings.schema;
    return options;
}

} // namespace

CommandHelp UndoCommand::help()
{
    return {u"undo"_s, u"ENTRY..."_s, u"Take back what entries of the journal did"_s,
        uR"(Takes back what the entries with these numbers did, one after the other: a state is
as it was before, a deleted one is put back with its original expiry, and so is its
record. What others have changed since is left, and said. An undo is an entry of the
journal, too. The exit status is 1 where one could not be taken back.
)"_s,
        recordsOptions() + guardOptions(), uR"(  emberwatch journal --since 1h
  emberwatch undo 41 42 --records none
)"_s};
}

MadeCommand UndoCommand::make(const CommandLine &line, const Settings &settings)
{
    const Result<QList<EntryId>> entries = readEntries(line);
    if (!entries)
        return tl::make_unexpected(entries.error());
    const Result<WorkbenchOptions> options = readWorkbench(line, u"undo"_s);
    if (!options)
        return tl::make_unexpected(options.error());
    const Result<Agreement> agreement = readAgreement(line);
    if (!agreement)
        return tl::make_unexpected(agreement.error());
    return std::make_unique<UndoCommand>(settings, *options, *entries, *agreement);
}

UndoCommand::UndoCommand(
    Settings settings, const WorkbenchOptions &options, QList<EntryId> entries, const Agreement &agreement)
    : Command(std::move(settings))
    , m_bench(this->settings(), options)
    , m_undo(&m_bench.jobs, &m_bench.journal, m_bench.records.get(),
          settlerOptionsOf(m_bench, this->settings()), &m_bench.guard)
    , m_entries(std::move(entries))
    , m_batch{static_cast<int>(m_entries.size()), agreement}
{
}

void UndoCommand::start()
{
    next();
}

void UndoCommand::next()
{
    if (m_entries.isEmpty())
        return finish(m_code);
    QCoro::connect(m_undo.undo(m_entries.first(), m_batch), &m_answers,
        [this](const Result<UndoOutcome> &outcome) { take(outcome); });
}

void UndoCommand::take(const Result<UndoOutcome> &outcome)
{
    if (!outcome && outcome.error().kind == Error::Kind::Permission)
        return refuse(outcome.error());
    const EntryId entry = m_entries.takeFirst();
    const bool isAway
        = !outcome && emberwatch::cli::exitCodeFor(outcome.error().kind) == ExitCode::CannotConnect;
    print(entry, outcome ? *outcome : UndoOutcome{UndoOutcome::Kind::Failed, outcome.error().message});
    if (!outcome || outcome->kind != UndoOutcome::Kind::Done)
        m_code = isAway ? ExitCode::CannotConnect : ExitCode::Findings;
    next();
}

/// What holds for one holds for those behind it.
void UndoCommand::refuse(const Error &why)
{
    say(u"%1 entries were not undone: %2"_s.arg(QString::number(m_entries.size()), why.message));
    finish(ExitCode::Refused);
}

void UndoCommand::print(EntryId entry, const UndoOutcome &outcome)
{
    if (settings().isJson) {
        JsonLine line;
        line.number("entry", entry.value());
        line.text("outcome", wordOf(outcome.kind));
        line.text("text", outcome.text);
        line.appendTo(output().buffer());
    } else {
        const QString word = QString::fromLatin1(wordOf(outcome.kind));
        const QString line = QString::number(entry.value()) + u'\t' + word + u'\t'
            + displayText(outcome.text.toUtf8()) + u'\n';
        output().buffer() += line.toStdString();
    }
    output().send();
}

} // namespace emberwatch::cli

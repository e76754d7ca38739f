// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/undocommand.h"

#include "app/cli/jsonline.h"
#include "app/cli/jsonoutput.h"
#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"

#include <QUuid>

#include <algorithm>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using Kind = UndoOutcome::Kind;

namespace {

/// An entry by its number, a batch by its id.
Result<void> readWord(const QString &text, UndoSelection &selection)
{
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    const bool isBatch = !QUuid::fromString(u'{' + text + u'}').isNull();
    if (isNumber && number >= 1)
        selection.entries.append(EntryId(number));
    else if (isBatch)
        selection.batches.append(BatchId(text.toLatin1()));
    else
        return failure(Error::Kind::Invalid,
            u"undo: the number of an entry or the id of a batch, as 'emberwatch journal' shows them, not '%1'"_s
                .arg(text));
    return {};
}

Result<UndoSelection> readSelection(const CommandLine &line)
{
    UndoSelection selection;
    const QString from = line.options.value(u"from"_s, u"journal"_s);
    if (from != "journal"_L1 && from != "records"_L1)
        return failure(Error::Kind::Invalid, u"--from: journal or records, not '%1'"_s.arg(from));
    for (const QString &text : line.arguments) {
        if (from == "records"_L1) {
            selection.operations.append(OperationId(text.toUtf8()));
            continue;
        }
        const Result<void> read = readWord(text, selection);
        if (!read)
            return tl::make_unexpected(read.error());
    }
    const QStringList batches = line.repeated.value(u"batch"_s);
    for (const QString &batch : batches)
        selection.batches.append(BatchId(batch.toUtf8()));
    const bool isAny
        = !selection.entries.isEmpty() || !selection.batches.isEmpty() || !selection.operations.isEmpty();
    if (!isAny)
        return failure(Error::Kind::Invalid, u"undo: which entries? 'emberwatch journal' shows them"_s);
    return selection;
}

bool isTried(const UndoCandidate &candidate)
{
    return candidate.forecast.kind != Kind::NothingToUndo && candidate.forecast.kind != Kind::Failed;
}

} // namespace

CommandHelp UndoCommand::help()
{
    return {u"undo"_s, u"ENTRY|BATCH..."_s, u"Take back what entries of the journal did"_s,
        uR"(Takes back what the entries with these numbers, or all entries of these batches, did,
the newest first: a state is as it was before, a deleted one is put back with its
original expiry, and so is its record. What others have changed since is left, and
said, and so is what has expired meanwhile. An undo is an entry of the journal, too.

More than one entry is a dry run unless --yes is given or it is agreed to on the
terminal: it shows what each would come to, and until when it can be taken back. A part
of a batch is taken back by naming its entries.

With --from records the operations of 'emberwatch journal --from records' are named by
their op ids: what another console did, whose journal is not here. Of these the record
alone is put back. The exit status is 1 where one could not be taken back.
)"_s,
        OptionList{{u"batch"_s, u"All entries of this batch. May be given many times."_s, u"BATCH"_s},
            {u"from"_s, u"journal, or records: what the audit table of the records tells."_s, u"SOURCE"_s}}
            + agreedOptions() + recordsOptions(),
        uR"(  emberwatch journal --since 1h
  emberwatch undo 41 --records none
  emberwatch undo --batch 0d1c4f0a-3c5e-4f0e-9a53-5a0f7b0e6f11 --dry-run
)"_s};
}

MadeCommand UndoCommand::make(const CommandLine &line, const Settings &settings)
{
    const Result<UndoSelection> selection = readSelection(line);
    if (!selection)
        return tl::make_unexpected(selection.error());
    const Result<AgreedOptions> agreed = readAgreed(line, u"undo"_s);
    if (!agreed)
        return tl::make_unexpected(agreed.error());
    if (!selection->operations.isEmpty() && !agreed->bench.records)
        return failure(
            Error::Kind::Invalid, u"undo --from records: which database? --records URL or DATABASE_URL"_s);
    return std::make_unique<UndoCommand>(settings, UndoCommandOptions{*agreed, *selection});
}

UndoCommand::UndoCommand(Settings settings, const UndoCommandOptions &options)
    : AgreedCommand(std::move(settings), options.agreed)
    , m_selection(options.selection)
    , m_undo(&bench().jobs, &bench().journal, bench().records.get(), actionOptions(), &bench().guard)
{
}

void UndoCommand::start()
{
    QCoro::connect(m_undo.propose(m_selection), &m_answers,
        [this](const Result<QList<UndoCandidate>> &candidates) { takeCandidates(candidates); });
}

void UndoCommand::takeCandidates(const Result<QList<UndoCandidate>> &candidates)
{
    if (!candidates)
        return refuse(candidates.error());
    m_candidates = *candidates;
    decide(m_candidates.size(), std::count_if(m_candidates.begin(), m_candidates.end(), isTried));
}

void UndoCommand::showPlan()
{
    for (const UndoCandidate &candidate : std::as_const(m_candidates)) {
        const JournalEntry &entry = candidate.line.entry;
        const bool wouldBe = candidate.forecast.kind == Kind::Done;
        print({entry.id, entry.op, entry.promptId, wouldBe ? "would-undo" : wordOf(candidate.forecast.kind),
            candidate.forecast.text, wouldBe ? candidate.until : std::nullopt});
    }
    output().send();
}

void UndoCommand::carryOut()
{
    const auto tell = [this](const UndoneEntry &done) {
        print({done.entry, done.op, done.promptId, wordOf(done.outcome.kind), done.outcome.text, {}});
        output().send();
    };
    QCoro::connect(m_undo.carryOut(m_candidates, stopRequest(), options().agreement, tell), &m_answers,
        [this](const Result<QList<UndoneEntry>> &ends) { takeEnds(ends); });
}

void UndoCommand::takeEnds(const Result<QList<UndoneEntry>> &ends)
{
    if (!ends)
        return refuse(ends.error());
    const bool areAllDone = std::all_of(
        ends->begin(), ends->end(), [](const UndoneEntry &one) { return one.outcome.kind == Kind::Done; });
    end(areAllDone ? ExitCode::Fine : ExitCode::Findings);
}

void UndoCommand::print(const Row &row)
{
    const bool isAudited = row.entry.value() == 0;
    if (!settings().isJson) {
        const QString name
            = isAudited ? QString::fromUtf8(row.op.value()) : QString::number(row.entry.value());
        const QString until
            = row.until ? u" It can be until %1."_s.arg(exactMomentText(*row.until)) : QString();
        const QString line = displayText(name.toUtf8()) + u'\t' + QString::fromLatin1(row.outcome) + u'\t'
            + displayText(row.promptId.value()) + u'\t' + displayText(row.text.toUtf8()) + until + u'\n';
        output().buffer() += line.toStdString();
        return;
    }
    JsonLine line;
    line.number("entry", isAudited ? std::nullopt : std::optional<qint64>(row.entry.value()));
    line.text("op", QByteArrayView(row.op.value()));
    line.text("promptId", QByteArrayView(row.promptId.value()));
    if (!isUtf8(row.promptId.value()))
        line.text("keyHex", QByteArrayView(row.promptId.value().toHex()));
    line.text("outcome", row.outcome);
    line.number(
        "until", row.until ? std::optional<qint64>(row.until->time_since_epoch().count()) : std::nullopt);
    line.text("text", row.text);
    line.appendTo(output().buffer());
}

} // namespace emberwatch::cli

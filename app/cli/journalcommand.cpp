// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/journalcommand.h"

#include "app/cli/journaltext.h"
#include "app/cli/momentoption.h"
#include "app/cli/promptidargument.h"
#include "app/cli/sharedoptions.h"
#include "app/cli/surroundings.h"
#include "app/cli/whenready.h"
#include "core/operations/auditjournal.h"
#include "core/operations/journalpath.h"

#include <QFileInfo>

#include <algorithm>
#include <limits>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 500;

Result<std::optional<Timestamp>> readMoment(const CommandLine &line, const QString &option)
{
    if (!line.has(option))
        return std::optional<Timestamp>();
    const QString text = line.options.value(option);
    const std::optional<Timestamp> moment = parseMoment(text, systemNow());
    if (!moment)
        return failure(Error::Kind::Invalid,
            "--"_L1 + option + ": a duration back from now (2h, 1d) or a time (2026-11-25T10:00), not '"_L1
                + text + u'\'');
    return moment;
}

Result<int> readLimit(const CommandLine &line)
{
    if (!line.has(u"limit"_s))
        return 1000;
    bool isNumber = false;
    const int limit = line.options.value(u"limit"_s).toInt(&isNumber);
    if (!isNumber || limit < 1)
        return failure(Error::Kind::Invalid, u"--limit: a number from 1 on"_s);
    return limit;
}

Result<std::optional<PromptId>> readOptionalId(const CommandLine &line)
{
    if (line.arguments.isEmpty())
        return std::optional<PromptId>();
    return readPromptId(line).map([](const PromptId &id) { return std::optional(id); });
}

Result<JournalQuery> readQuery(const CommandLine &line)
{
    const Result<std::optional<Timestamp>> since = readMoment(line, u"since"_s);
    if (!since)
        return tl::make_unexpected(since.error());
    const Result<std::optional<Timestamp>> until = readMoment(line, u"until"_s);
    if (!until)
        return tl::make_unexpected(until.error());
    const Result<std::optional<PromptId>> id = readOptionalId(line);
    if (!id)
        return tl::make_unexpected(id.error());
    const Result<int> limit = readLimit(line);
    if (!limit)
        return tl::make_unexpected(limit.error());
    JournalQuery query;
    query.selection.since = *since;
    query.selection.until = *until;
    query.selection.promptId = *id;
    query.selection.limit = *limit;
    query.selection.onlyUnfinished = line.has(u"unfinished"_s);
    if (line.has(u"action"_s))
        query.selection.action = line.options.value(u"action"_s);
    if (line.has(u"op"_s))
        query.op = OperationId(line.options.value(u"op"_s).toLatin1());
    if (line.has(u"batch"_s))
        query.selection.batch = BatchId(line.options.value(u"batch"_s).toUtf8());
    return query;
}

/// Where to read from.
Result<void> readSource(const CommandLine &line, JournalQuery &query)
{
    const QString from = line.options.value(u"from"_s, u"journal"_s);
    if (from == "journal"_L1)
        return {};
    if (from != "records"_L1)
        return failure(Error::Kind::Invalid, u"--from: journal or records, not '%1'"_s.arg(from));
    const Result<std::optional<RecordsAddress>> address = readRecordsAddress(line);
    if (!address)
        return tl::make_unexpected(address.error());
    if (!*address)
        return failure(
            Error::Kind::Invalid, u"journal --from records: which database? --records URL or DATABASE_URL"_s);
    query.records = *address;
    query.mapping = readMapping(line);
    return {};
}

AuditSelection auditSelectionOf(const JournalSelection &selection)
{
    AuditSelection audit;
    audit.since = selection.since;
    audit.until = selection.until;
    audit.promptId = selection.promptId;
    audit.batch = selection.batch;
    audit.action = selection.action;
    audit.environment = selection.environment;
    audit.limit = selection.limit + 1; // whether there is more
    return audit;
}

bool isWanted(const JournalLine &line, const JournalSelection &selection)
{
    const JournalEntry &entry = line.entry;
    return (!selection.since || entry.at >= *selection.since)
        && (!selection.until || entry.at < *selection.until)
        && (!selection.promptId || entry.promptId == *selection.promptId)
        && (!selection.action || entry.action == *selection.action)
        && (!selection.batch || entry.batch == *selection.batch)
        && (!selection.environment || entry.environment == *selection.environment)
        && (!selection.onlyUnfinished || !line.outcome);
}

} // namespace

CommandHelp JournalCommand::help()
{
    return {u"journal"_s, u"[PROMPT_ID]"_s, u"Show what was done, by whom and why"_s,
        uR"(Lists what Emberwatch has done on this account, the newest first: the action, its
operation and batch id, the job, who did it, the sentence it rests on, and what came of
it. An entry without an outcome was begun and not finished.

The journal is $XDG_STATE_HOME/emberwatch/journal.sqlite (~/.local/state). It is
shared by agent, command line and console, and nothing in it is ever changed. With
--env only the entries of that environment are listed.

With --from records it is the audit table of the records that is listed: what every
console, command line and agent has done to records, on whatever machine. Its entries
have no number and know nothing of the state in Redis.
)"_s,
        OptionList{
            {u"since"_s, u"Not older than WHEN: 2h, 1d, 2026-11-25, 2026-11-25T10:00 (UTC)."_s, u"WHEN"_s},
            {u"until"_s, u"Older than WHEN."_s, u"WHEN"_s},
            {u"op"_s, u"The entries of one operation."_s, u"OP"_s},
            {u"batch"_s, u"The entries of one batch."_s, u"BATCH"_s},
            {u"action"_s, u"Only this action: settle-failed, delete, undo, ..."_s, u"ACTION"_s},
            {u"unfinished"_s, u"Only what has no outcome."_s},
            {u"limit"_s, u"At most N entries (1000)."_s, u"N"_s},
            {u"from"_s, u"journal (this account's), or records: the audit table."_s, u"SOURCE"_s},
            hexOption()}
            + recordsOptions(),
        uR"(  emberwatch journal --since 2h
  emberwatch journal 3f0c8a52-6f5e-4a60-9d2e-0c5f0c1f7a11
  emberwatch journal --json --since 1d | jq -r 'select(.outcome == null) | .op'
)"_s,
        false};
}

MadeCommand JournalCommand::make(const CommandLine &line, const Settings &settings)
{
    Result<JournalQuery> query = readQuery(line);
    if (!query)
        return tl::make_unexpected(query.error());
    const Result<void> source = readSource(line, *query);
    if (!source)
        return tl::make_unexpected(source.error());
    if (!settings.environmentName.isEmpty())
        query->selection.environment = settings.environmentName;
    return std::make_unique<JournalCommand>(settings, *query);
}

JournalCommand::JournalCommand(Settings settings, JournalQuery query)
    : Command(std::move(settings))
    , m_query(std::move(query))
    , m_journal(defaultJournalPath())
{
    if (m_query.records)
        m_records = std::make_unique<RecordStore>(*m_query.records, m_query.mapping);
}

void JournalCommand::start()
{
    if (m_records)
        return readRecords();
    // Opening would make it.
    if (QFileInfo::exists(m_journal.path()))
        return readPage();
    say("nothing was done yet: there is no "_L1 + m_journal.path());
    finish(ExitCode::Fine);
}

void JournalCommand::readPage()
{
    const auto take = [this](const Result<QList<JournalLine>> &page) { takePage(page); };
    if (m_query.op)
        return whenReady(m_journal.linesOf(*m_query.op), &m_answers, take);
    JournalSelection selection = m_query.selection;
    selection.limit = pageSize;
    if (!m_lines.isEmpty())
        selection.before = m_lines.last().entry.id;
    whenReady(m_journal.lines(selection), &m_answers, take);
}

void JournalCommand::takePage(const Result<QList<JournalLine>> &page)
{
    if (!page) {
        say("the journal cannot be read: "_L1 + page.error().message);
        return finish(ExitCode::Findings);
    }
    const JournalSelection &selection = m_query.selection;
    std::copy_if(page->begin(), page->end(), std::back_inserter(m_lines),
        [&](const JournalLine &line) { return isWanted(line, selection); });
    const bool isEnd = m_query.op || page->size() < pageSize || m_lines.size() > selection.limit;
    return isEnd ? conclude() : readPage();
}

void JournalCommand::readRecords()
{
    const auto take = [this](const Result<QList<AuditRow>> &rows) { takeRows(rows); };
    if (m_query.op)
        return whenReady(m_records->auditRows({*m_query.op}), &m_answers, take);
    whenReady(m_records->audit(auditSelectionOf(m_query.selection)), &m_answers, take);
}

void JournalCommand::takeRows(const Result<QList<AuditRow>> &rows)
{
    if (!rows)
        return fail(rows.error(), u"the audit table cannot be read"_s);
    for (const AuditRow &row : *rows) {
        const JournalLine line = journalLineOf(row);
        if (isWanted(line, m_query.selection))
            m_lines.append(line);
    }
    conclude();
}

void JournalCommand::conclude()
{
    m_hasMore = m_lines.size() > m_query.selection.limit;
    m_lines = m_lines.first(std::min<qsizetype>(m_lines.size(), m_query.selection.limit));
    if (settings().isJson)
        appendJournalJson(output().buffer(), m_lines);
    else
        appendJournalTable(output().buffer(), m_lines, settings().out);
    if (m_hasMore)
        say(u"there are older entries: --limit, --until"_s);
    finish(ExitCode::Fine);
}

} // namespace emberwatch::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/outputscommand.h"

#include "app/cli/jsonline.h"
#include "app/cli/promptidargument.h"
#include "app/cli/sharedoptions.h"
#include "app/cli/surroundings.h"
#include "core/comfyui/outputname.h"
#include "core/jobs/jobkey.h"

#include <QDir>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using comfyui::HistoryEntry;
using comfyui::OutputFile;

namespace {

comfyui::ComfyOptions comfyOptions(const Settings &settings)
{
    comfyui::ComfyOptions options;
    options.caFile = settings.connection.caFile;
    return options;
}

QList<TableColumn> columns()
{
    return {{u"#"_s, 0, 0, true}, {u"NODE"_s, 6, 2}, {u"KIND"_s, 0, 1}, {u"TYPE"_s}, {u"NAME"_s, 17},
        {u"SAVED AS"_s, 17}};
}

QString labelOf(const OutputFile &file)
{
    const QString name = file.subfolder.isEmpty() ? file.filename : file.subfolder + u'/' + file.filename;
    return displayText(name.toUtf8());
}

TableCell shown(const QString &text)
{
    return {text.isEmpty() ? u"-"_s : displayText(text.toUtf8())};
}

TableRow tableRow(const OutputRow &row)
{
    return {{{QString::number(row.number)}, shown(row.file.nodeId), shown(row.file.kind),
                shown(row.file.type), {labelOf(row.file)}, shown(row.savedAs)},
        {displayText(row.error.toUtf8()), Style::Red}};
}

} // namespace

CommandHelp OutputsCommand::help()
{
    return {u"outputs"_s, u"PROMPT_ID"_s, u"List the files that a job has produced, and save them"_s,
        uR"(Asks the server that the job's state names, or every allowed server where there is
no state, for the outputs of the job, and lists them. With --save the files are
fetched into a folder. They are called after the job, with a number; the names that
the server gives are shown and not used. No file is replaced.
)"_s,
        QList<QCommandLineOption>{
            {u"save"_s, u"Fetch the files into DIR, which is made if needed."_s, u"DIR"_s}, hexOption()}
            + serverOptions(),
        uR"(  emberwatch outputs --allow-server http://gpu-2:8188 3f0c8a52-6f5e-4a60-9d2e-0c5f0c1f7a11
  emberwatch outputs --save pictures 3f0c8a52-6f5e-4a60-9d2e-0c5f0c1f7a11
  emberwatch outputs --json 3f0c8a52-6f5e-4a60-9d2e-0c5f0c1f7a11 | jq -r .filename
)"_s};
}

MadeCommand OutputsCommand::make(const CommandLine &line, const Settings &settings)
{
    const Result<PromptId> id = readPromptId(line);
    if (!id)
        return tl::make_unexpected(id.error());
    const Result<comfyui::ServerAllowList> allowed = readAllowList(line);
    if (!allowed)
        return tl::make_unexpected(allowed.error());
    if (allowed->servers().isEmpty())
        return failure(Error::Kind::Invalid,
            u"outputs: no server may be contacted; name it with --allow-server or COMFYUI_SERVERS"_s);
    OutputsOptions options{*id, *allowed, std::nullopt};
    if (line.has(u"save"_s)) {
        const Result<comfyui::OutputFolder> folder
            = comfyui::OutputFolder::open(line.options.value(u"save"_s));
        if (!folder)
            return failure(Error::Kind::Invalid, u"--save: "_s + folder.error().message);
        options.folder = *folder;
    }
    return std::make_unique<OutputsCommand>(settings, options);
}

OutputsCommand::OutputsCommand(Settings settings, OutputsOptions options)
    : Command(std::move(settings))
    , m_options(std::move(options))
    , m_topology(this->settings().connection)
    , m_store(&m_topology, this->settings().schema)
    , m_pool(m_options.allowed, comfyOptions(this->settings()))
    , m_table(columns(), this->settings().out)
{
}

void OutputsCommand::start()
{
    QCoro::connect(m_store.get(m_options.id), &m_answers,
        [this](const Result<JobReading> &reading) { takeJob(reading); });
}

void OutputsCommand::takeJob(const Result<JobReading> &reading)
{
    if (!reading)
        say("the job's state cannot be read, so that every allowed server is asked: "_L1
            + reading.error().message);
    const Result<QStringList> servers = serversOf(reading);
    if (servers)
        return ask(*servers);
    say(servers.error().message);
    finish(ExitCode::Findings);
}

Result<QStringList> OutputsCommand::serversOf(const Result<JobReading> &reading) const
{
    QStringList all;
    for (const comfyui::ServerAddress &server : m_options.allowed.servers())
        all.append(server.text());
    if (!reading || !reading->hasValue)
        return all;
    JobParser parser;
    const JobFields &fields = parser.parse(reading->value);
    if (fields.unreadable != Unreadable::No || fields.serverUrl.isEmpty())
        return all;
    return m_options.allowed.select(QString::fromUtf8(fields.serverUrl))
        .map([](const comfyui::ServerAddress &server) { return QStringList{server.text()}; });
}

void OutputsCommand::ask(const QStringList &servers)
{
    m_unanswered = servers;
    for (const QString &server : servers) {
        const Result<comfyui::ComfyClient> client = m_pool.client(server);
        if (!client) {
            takeHistory(server, tl::make_unexpected(client.error()));
            continue;
        }
        QCoro::connect(client->history(m_options.id), &m_answers,
            [this, server](const Result<std::optional<HistoryEntry>> &entry) { takeHistory(server, entry); });
    }
}

void OutputsCommand::takeHistory(const QString &server, const Result<std::optional<HistoryEntry>> &entry)
{
    m_unanswered.removeOne(server);
    if (!m_server.isEmpty())
        return; // another server knew it
    if (!entry) {
        say(entry.error().message);
        m_error = m_error.value_or(entry.error());
    } else if (entry->has_value()) {
        m_server = server;
        m_entry = **entry;
        return showEntry();
    } else {
        m_without.append(server);
    }
    if (m_unanswered.isEmpty())
        showNothing();
}

void OutputsCommand::showNothing()
{
    if (!m_without.isEmpty())
        say("not in the history of "_L1 + m_without.join(u", "_s)
            + u": it waits, runs, was never there, or was forgotten at a restart"_s);
    finish(m_error && m_without.isEmpty() ? exitCodeFor(m_error->kind) : ExitCode::Findings);
}

void OutputsCommand::showEntry()
{
    for (const OutputFile &file : m_entry.outputs)
        m_rows.append({file, static_cast<int>(m_rows.size()) + 1, {}, {}, {}});
    if (!m_entry.errorText.isEmpty())
        say("the job failed: "_L1 + m_entry.errorText);
    if (m_rows.isEmpty()) {
        say(m_server + u" knows the job, which has left no files"_s);
        return finish(ExitCode::Findings);
    }
    if (m_options.folder)
        return saveNext();
    printAll();
    finish(ExitCode::Fine);
}

void OutputsCommand::saveNext()
{
    if (m_next == m_rows.size()) {
        printAll();
        return finish(m_hasFailed ? ExitCode::Findings : ExitCode::Fine);
    }
    const OutputRow &row = m_rows[m_next];
    const QString name = comfyui::outputName(m_options.id, row.number, row.file.filename);
    if (m_options.folder->contains(name))
        return takeFile(failure(Error::Kind::Conflict, name + u" is there already and was left as it is"_s));
    Result<std::unique_ptr<comfyui::OutputFolder::Download>> begun = m_options.folder->begin(name);
    if (!begun)
        return takeFile(tl::make_unexpected(begun.error()));
    m_download = *std::move(begun);
    const Result<comfyui::ComfyClient> client = m_pool.client(m_server);
    if (!client)
        return takeFile(tl::make_unexpected(client.error()));
    QCoro::connect(client->download(row.file, m_download->file()), &m_answers,
        [this](const Result<qint64> &size) { takeFile(size); });
}

void OutputsCommand::takeFile(const Result<qint64> &size)
{
    OutputRow &row = m_rows[m_next];
    Result<void> kept = size ? m_download->keep() : Result<void>(tl::make_unexpected(size.error()));
    if (kept) {
        const QString name = comfyui::outputName(m_options.id, row.number, row.file.filename);
        row.savedAs = QDir(m_options.folder->path()).filePath(name);
        row.size = *size;
    } else {
        row.error = kept.error().message;
        m_hasFailed = true;
    }
    m_download.reset();
    ++m_next;
    // Not from inside: a job with thousands of failing files must not grow the stack.
    QMetaObject::invokeMethod(
        &m_answers, [this] { saveNext(); }, Qt::QueuedConnection);
}

void OutputsCommand::printAll()
{
    if (!settings().isJson) {
        QList<TableRow> rows;
        for (const OutputRow &row : std::as_const(m_rows))
            rows.append(tableRow(row));
        m_table.fitTo(rows);
        m_table.appendHeader(output().buffer());
    }
    for (const OutputRow &row : std::as_const(m_rows))
        print(row);
}

void OutputsCommand::print(const OutputRow &row)
{
    if (!settings().isJson)
        return m_table.appendRow(output().buffer(), tableRow(row));
    JsonLine line;
    line.text("promptId", QByteArrayView(m_options.id.value()));
    line.text("server", m_server);
    line.number("number", row.number);
    line.text("node", row.file.nodeId);
    line.text("kind", row.file.kind);
    line.text("filename", row.file.filename);
    line.text("subfolder", row.file.subfolder);
    line.text("type", row.file.type);
    line.text("savedAs", row.savedAs.isEmpty() ? std::nullopt : std::optional(row.savedAs));
    line.number("size", row.size);
    line.text("error", row.error.isEmpty() ? std::nullopt : std::optional(row.error));
    line.appendTo(output().buffer());
}

} // namespace emberwatch::cli

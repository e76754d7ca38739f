// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/serverscommand.h"

#include "app/cli/serverrowtext.h"
#include "app/cli/sharedoptions.h"
#include "app/cli/surroundings.h"
#include "core/jobs/jobkey.h"

#include <algorithm>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using comfyui::ServerAnswer;

namespace {

comfyui::ComfyOptions comfyOptions(const Settings &settings)
{
    comfyui::ComfyOptions options;
    options.caFile = settings.connection.caFile;
    options.timeout = 10s; // a person waits for the table
    return options;
}

} // namespace

CommandHelp ServersCommand::help()
{
    return {u"servers"_s, {}, u"Show the ComfyUI servers and what they are doing"_s,
        uR"(Shows every ComfyUI server that is allowed and every one that a job names: whether
it answers, its version, how long its queue is and what runs. Only allowed servers
are contacted, all at once. The exit status is 1 where a server does not answer or
may not be asked.
)"_s,
        serverOptions(),
        uR"(  emberwatch servers --allow-server http://gpu-1:8188 --allow-server http://gpu-2:8188
  COMFYUI_SERVERS=http://gpu-1:8188,http://gpu-2:8188 emberwatch servers
  emberwatch servers --json | jq -r 'select(.reachable == false) | .server'
)"_s};
}

MadeCommand ServersCommand::make(const CommandLine &line, const Settings &settings)
{
    const Result<comfyui::ServerAllowList> allowed = readAllowList(line);
    if (!allowed)
        return tl::make_unexpected(allowed.error());
    return std::make_unique<ServersCommand>(settings, *allowed);
}

ServersCommand::ServersCommand(Settings settings, comfyui::ServerAllowList allowed)
    : Command(std::move(settings))
    , m_pool(std::move(allowed), comfyOptions(this->settings()))
    , m_link(this->settings().connection)
{
}

void ServersCommand::start()
{
    connect(&m_link, &ServerLink::ready, this, &ServersCommand::list);
    connect(&m_link, &ServerLink::failed, this, [this](const ConnectionTrouble &trouble, ExitCode code) {
        sayTrouble(trouble);
        endListing(code);
    });
    m_link.open();
    for (const comfyui::ServerAddress &server : m_pool.allowed().servers())
        ask(server);
}

void ServersCommand::ask(const comfyui::ServerAddress &server)
{
    const QString url = server.text();
    const Result<comfyui::ComfyClient> client = m_pool.client(url);
    if (!client)
        return takeLook(url, tl::make_unexpected(client.error()));
    QCoro::connect(comfyui::askServer(*client), &m_answers,
        [this, url](const Result<ServerAnswer> &look) { takeLook(url, look); });
}

void ServersCommand::takeLook(const QString &url, const Result<ServerAnswer> &look)
{
    m_looks.insert(url, look);
    concludeWhenDone();
}

void ServersCommand::list()
{
    const DocumentLimits limits;
    m_listing.emplace(m_link.connection(), settings().schema.prefix, limits.bytes, JobListing::Repeats::Skip);
    m_listing->setPageHandler([this](const std::vector<ListedJob> &page) { takePage(page); });
    connect(&*m_listing, &JobListing::finished, this, [this] { endListing(ExitCode::Fine); });
    connect(&*m_listing, &JobListing::failed, this, [this](const Error &why) {
        say("not all jobs could be read: "_L1 + why.message);
        const ExitCode code = exitCodeFor(why.kind);
        endListing(code == ExitCode::Refused ? code : ExitCode::Findings);
    });
    m_listing->start();
}

void ServersCommand::takePage(const std::vector<ListedJob> &page)
{
    for (const ListedJob &job : page) {
        const std::optional<QByteArrayView> id = idInKey(settings().schema.prefix, job.key);
        if (id)
            m_named.take(lookAt(job, *id, m_parser, settings().schema, m_link.serverNow()));
    }
}

void ServersCommand::endListing(ExitCode code)
{
    m_listingEnd = code;
    concludeWhenDone();
}

QList<ServerRow> ServersCommand::rows() const
{
    QHash<QString, ServerRow> byUrl;
    for (auto look = m_looks.begin(); look != m_looks.end(); ++look)
        byUrl.insert(look.key(), {look.key(), true, {}, *look});
    for (auto named = m_named.counts().begin(); named != m_named.counts().end(); ++named) {
        ServerRow &row = byUrl[named.key()];
        row.url = named.key();
        row.named = *named;
    }
    QList<ServerRow> rows = byUrl.values();
    std::sort(rows.begin(), rows.end(), [](const ServerRow &a, const ServerRow &b) { return a.url < b.url; });
    return rows;
}

void ServersCommand::concludeWhenDone()
{
    if (!m_listingEnd || m_looks.size() < m_pool.allowed().servers().size())
        return;
    const QList<ServerRow> all = rows();
    if (settings().isJson)
        appendServersJson(output().buffer(), all);
    else
        appendServersTable(output().buffer(), all, settings().out);
    if (all.isEmpty())
        say(u"no server is allowed (--allow-server, COMFYUI_SERVERS) and no job names one"_s);
    const bool isFine
        = std::all_of(all.begin(), all.end(), [](const ServerRow &row) { return row.isReachable(); });
    finish(*m_listingEnd != ExitCode::Fine || isFine ? *m_listingEnd : ExitCode::Findings);
}

} // namespace emberwatch::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/comfyclient.h"

#include "core/comfyui/comfyreply.h"
#include "core/comfyui/jsonread.h"
#include "core/comfyui/jsonspan.h"
#include "core/comfyui/queuescanner.h"
#include "core/jobs/jsontext.h"

#include <QUrl>

#include <utility>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

// A coroutine below copies m_state before it waits for anything: the handle may be gone afterwards.

class ComfyClient::State
{
public:
    ServerAddress server;
    ComfyOptions options;
    std::unique_ptr<http::Client> http;
    JsonReader reader;
    std::optional<ServerFacts> facts;
    bool hasNoJobsApi = false;

    [[nodiscard]] http::Request request(const QByteArray &path) const
    {
        http::Request request;
        request.target = server.target(path);
        request.timeout = options.timeout;
        request.bodyLimit = options.bodyLimit;
        return request;
    }

    [[nodiscard]] QString requestText(const QByteArray &path, QLatin1StringView method = "GET"_L1) const
    {
        return QString(method + u' ' + server.urlText(path));
    }

    /// The root of a body, valid until the next call.
    [[nodiscard]] Result<JsonValue> read(const QByteArray &body, const QString &request)
    {
        Result<JsonValue> root = reader.read(body);
        if (!root)
            return failure(root.error().kind, request + u": not JSON: "_s + root.error().message);
        return root;
    }
};

namespace {

QByteArray historyPath(const PromptId &id)
{
    return "/history/" + id.value().toPercentEncoding();
}

/// An error of a parser, with the request in front.
template <typename T> Result<T> asked(Result<T> result, const QString &request)
{
    if (!result)
        return failure(result.error().kind, request + u": "_s + result.error().message);
    return result;
}

} // namespace

ComfyClient::ComfyClient(ServerAddress server, http::AddressCheck check, ComfyOptions options)
    : m_state(std::make_shared<State>())
{
    m_state->http
        = std::make_unique<http::Client>(server.endpoint(options.caFile), std::move(check), options.http);
    m_state->server = std::move(server);
    m_state->options = std::move(options);
}

const ServerAddress &ComfyClient::server() const
{
    return m_state->server;
}

const ComfyOptions &ComfyClient::options() const
{
    return m_state->options;
}

void ComfyClient::close()
{
    const std::shared_ptr<State> state = m_state;
    const std::unique_ptr<http::Client> ending = std::exchange(state->http, nullptr);
}

qint64 ComfyClient::requestsSent() const
{
    return m_state->http ? m_state->http->requestsSent() : 0;
}

QString ComfyClient::historyRequest(const PromptId &id) const
{
    return m_state->requestText(historyPath(id));
}

QCoro::Task<http::Outcome> ComfyClient::send(std::shared_ptr<State> state, http::Request request)
{
    if (!state->http)
        co_return http::Outcome{failure(Error::Kind::Cancelled, u"ended by us"_s), false};
    http::Outcome outcome = co_await state->http->fetch(request);
    co_return outcome;
}

QCoro::Task<Result<QByteArray>> ComfyClient::getJson(std::shared_ptr<State> state, QByteArray path)
{
    const http::Request request = state->request(path);
    const http::Outcome outcome = co_await send(state, request);
    co_return jsonBodyOf(outcome, state->requestText(path));
}

QCoro::Task<Result<QByteArray>> ComfyClient::post(
    std::shared_ptr<State> state, QByteArray path, QByteArray body)
{
    http::Request request = state->request(path);
    request.method = "POST";
    request.body = body;
    const http::Outcome outcome = co_await send(state, request);
    co_return bodyOf(outcome, state->requestText(path, "POST"_L1));
}

QCoro::Task<Result<ServerFacts>> ComfyClient::systemStats() const
{
    const std::shared_ptr<State> state = m_state;
    const QByteArray path = "/system_stats";
    const Result<QByteArray> body = co_await getJson(state, path);
    if (!body)
        co_return tl::make_unexpected(body.error());
    const QString request = state->requestText(path);
    const Result<JsonValue> root = state->read(*body, request);
    if (!root)
        co_return tl::make_unexpected(root.error());
    Result<ServerFacts> facts = asked(serverFactsOf(*root), request);
    if (facts)
        state->facts = *facts;
    co_return facts;
}

QCoro::Task<Result<ServerFacts>> ComfyClient::facts() const
{
    if (m_state->facts)
        co_return *m_state->facts;
    Result<ServerFacts> facts = co_await systemStats();
    co_return facts;
}

QCoro::Task<Result<QByteArray>> ComfyClient::features() const
{
    const QByteArray path = "/features";
    Result<QByteArray> body = co_await getJson(m_state, path);
    co_return body;
}

QCoro::Task<Result<QueueSnapshot>> ComfyClient::queue(QSet<PromptId> withWorkflow) const
{
    const std::shared_ptr<State> state = m_state;
    const auto scanner = std::make_shared<QueueScanner>(withWorkflow);
    http::Request request = state->request("/queue");
    request.bodyLimit = state->options.queueLimit;
    request.sink = [scanner](QByteArrayView piece) { return scanner->feed(piece); };
    const http::Outcome outcome = co_await send(state, request);
    const QString asking = state->requestText("/queue");
    const Result<QByteArray> body = bodyOf(outcome, asking);
    if (!body)
        co_return tl::make_unexpected(body.error());
    Result<QueueSnapshot> snapshot = asked(scanner->finish(), asking);
    if (snapshot) {
        snapshot->readAt = state->options.clock();
        snapshot->request = asking;
    }
    co_return snapshot;
}

QCoro::Task<Result<int>> ComfyClient::queueRemaining() const
{
    const std::shared_ptr<State> state = m_state;
    const QByteArray path = "/prompt";
    const Result<QByteArray> body = co_await getJson(state, path);
    if (!body)
        co_return tl::make_unexpected(body.error());
    const QString request = state->requestText(path);
    const Result<JsonValue> root = state->read(*body, request);
    if (!root)
        co_return tl::make_unexpected(root.error());
    const std::optional<JsonValue> info = member(*root, "exec_info");
    const std::optional<double> remaining = info ? number(member(*info, "queue_remaining")) : std::nullopt;
    if (!remaining)
        co_return failure(Error::Kind::Protocol, request + u": an answer of another shape"_s);
    co_return static_cast<int>(*remaining);
}

QCoro::Task<Result<QueueSnapshot>> ComfyClient::openJobs() const
{
    const std::shared_ptr<State> state = m_state;
    ComfyClient self = *this;
    if (!state->hasNoJobsApi) {
        const QByteArray path = "/api/jobs?status=pending,in_progress";
        const QString request = state->requestText(path);
        const Result<QByteArray> body = co_await getJson(state, path);
        state->hasNoJobsApi = !body && body.error().kind == Error::Kind::NotFound;
        const Result<JsonValue> root = body ? state->read(*body, request) : tl::make_unexpected(body.error());
        Result<QueueSnapshot> jobs = root ? queueFromJobsList(*root) : tl::make_unexpected(root.error());
        if (jobs) {
            jobs->readAt = state->options.clock();
            jobs->request = request;
            co_return jobs;
        }
        // One poisoned job makes the list a 500 for everybody, while the queue is fine.
        const Error::Kind kind = jobs.error().kind;
        if (kind == Error::Kind::Network || kind == Error::Kind::Timeout || kind == Error::Kind::Tls
            || kind == Error::Kind::Permission || kind == Error::Kind::Cancelled)
            co_return jobs;
    }
    const QSet<PromptId> noWorkflows;
    Result<QueueSnapshot> snapshot = co_await self.queue(noWorkflows);
    co_return snapshot;
}

QCoro::Task<Result<std::optional<HistoryEntry>>> ComfyClient::history(PromptId id) const
{
    const std::shared_ptr<State> state = m_state;
    const QByteArray path = historyPath(id);
    const Result<QByteArray> body = co_await getJson(state, path);
    if (!body)
        co_return tl::make_unexpected(body.error());
    const QString request = state->requestText(path);
    const Result<JsonValue> root = state->read(*body, request);
    if (!root)
        co_return tl::make_unexpected(root.error());
    co_return asked(historyEntryOf(*root, id), request);
}

void ComfyClient::readHistory(const PromptId &id, QObject *context, HistoryHandler handler) const
{
    const std::shared_ptr<State> state = m_state;
    const QByteArray path = historyPath(id);
    if (!state->http) {
        const Result<std::optional<HistoryEntry>> ended = failure(Error::Kind::Cancelled, u"ended by us"_s);
        QMetaObject::invokeMethod(
            context, [handler, ended] { handler(ended); }, Qt::QueuedConnection);
        return;
    }
    state->http->send(state->request(path), context, [state, path, id, handler](http::Outcome outcome) {
        const QString request = state->requestText(path);
        const Result<QByteArray> body = jsonBodyOf(outcome, request);
        const Result<JsonValue> root = body ? state->read(*body, request) : tl::make_unexpected(body.error());
        if (root)
            handler(asked(historyEntryOf(*root, id), request));
        else
            handler(tl::make_unexpected(root.error()));
    });
}

QCoro::Task<Result<QList<HistoryEntry>>> ComfyClient::newestHistory(int most) const
{
    const std::shared_ptr<State> state = m_state;
    const QByteArray path = "/history?max_items=" + QByteArray::number(most);
    const Result<QByteArray> body = co_await getJson(state, path);
    if (!body)
        co_return tl::make_unexpected(body.error());
    const QString request = state->requestText(path);
    const Result<JsonValue> root = state->read(*body, request);
    if (!root)
        co_return tl::make_unexpected(root.error());
    co_return asked(historyListOf(*root), request);
}

QCoro::Task<Result<std::optional<JobSummary>>> ComfyClient::job(PromptId id) const
{
    const std::shared_ptr<State> state = m_state;
    const QByteArray path = "/api/jobs/" + id.value().toPercentEncoding();
    const QString asking = state->requestText(path);
    const http::Request request = state->request(path);
    const http::Outcome outcome = co_await send(state, request);
    const bool is404 = outcome.reply && outcome.reply->head.status == 404;
    if (is404 && looksLikeJson(*outcome.reply)) {
        const Result<JsonValue> notFound = state->read(outcome.reply->body, asking);
        if (notFound && isJobNotFound(*notFound))
            co_return std::optional<JobSummary>();
    }
    const Result<QByteArray> body = jsonBodyOf(outcome, asking);
    if (!body)
        co_return tl::make_unexpected(body.error());
    const Result<JsonValue> root = state->read(*body, asking);
    if (!root)
        co_return tl::make_unexpected(root.error());
    const Result<JobSummary> summary = asked(jobSummaryOf(*root), asking);
    if (!summary)
        co_return tl::make_unexpected(summary.error());
    co_return std::optional(*summary);
}

QCoro::Task<Result<std::optional<StoredWorkflow>>> ComfyClient::workflow(PromptId id) const
{
    const std::shared_ptr<State> state = m_state;
    ComfyClient self = *this;
    const QSet<PromptId> wanted{id};
    const Result<QueueSnapshot> queue = co_await self.queue(wanted);
    if (!queue)
        co_return tl::make_unexpected(queue.error());
    const QueueItem *item = queue->find(id);
    if (item != nullptr && !item->workflow.isEmpty())
        co_return std::optional(StoredWorkflow{item->workflow, item->outputsToExecute});
    const QByteArray path = historyPath(id);
    const Result<QByteArray> body = co_await getJson(state, path);
    if (!body)
        co_return tl::make_unexpected(body.error());
    const std::optional<QByteArrayView> span = jsonSpan(*body, {id.value(), "prompt", 2});
    if (!span)
        co_return std::optional<StoredWorkflow>();
    StoredWorkflow stored{span->toByteArray(), {}};
    const Result<JsonValue> root = state->read(*body, state->requestText(path));
    const std::string_view name(id.value().constData(), static_cast<size_t>(id.value().size()));
    const std::optional<JsonValue> entry = root ? member(*root, name) : std::nullopt;
    const std::optional<JsonValue> prompt = entry ? member(*entry, "prompt") : std::nullopt;
    const std::optional<JsonValue> outputs = prompt ? comfyui::item(*prompt, 4) : std::nullopt;
    simdjson::dom::array nodes;
    if (outputs && !outputs->get(nodes)) {
        for (const JsonValue node : nodes)
            stored.outputsToExecute.append(bytes(node).value_or(QByteArray()));
    }
    co_return std::optional(stored);
}

QCoro::Task<Result<bool>> ComfyClient::hasQueueExtension() const
{
    const std::shared_ptr<State> state = m_state;
    const QByteArray path = "/queue_manager/playback";
    const http::Request request = state->request(path);
    const http::Outcome outcome = co_await send(state, request);
    const Result<QByteArray> body = bodyOf(outcome, state->requestText(path));
    if (body)
        co_return true;
    const int status = outcome.reply ? outcome.reply->head.status : 0;
    if (status == 404)
        co_return false;
    if (status == 405) // the route is there, for other methods
        co_return true;
    co_return tl::make_unexpected(body.error());
}

QCoro::Task<PromptAnswer> ComfyClient::postPrompt(QByteArray body) const
{
    const std::shared_ptr<State> state = m_state;
    http::Request request = state->request("/prompt");
    request.method = "POST";
    request.body = body;
    const QString asking = state->requestText("/prompt", "POST"_L1);
    const http::Outcome outcome = co_await send(state, request);
    const int status = outcome.reply ? outcome.reply->head.status : 0;
    if ((status == 200 || status == 400) && looksLikeJson(*outcome.reply)) {
        const Result<JsonValue> root = state->read(outcome.reply->body, asking);
        if (root) {
            const Result<Submission> submission = asked(submissionOf(status, *root), asking);
            co_return PromptAnswer{submission, status == 200 && !submission};
        }
    }
    // Lost, cut, a proxy's page or a crash of the handler: it may have been queued all the same.
    const bool wasTurnedAway = status >= 300 && status < 500;
    const Result<QByteArray> answer = jsonBodyOf(outcome, asking);
    const Error why
        = answer ? Error{Error::Kind::Protocol, asking + u": an answer of another shape"_s} : answer.error();
    co_return PromptAnswer{tl::make_unexpected(why), outcome.wasSent && !wasTurnedAway};
}

QCoro::Task<Result<void>> ComfyClient::deletePending(PromptId id) const
{
    const QByteArray body = "{\"delete\":[" + jsonString(id.value()) + "]}";
    const QByteArray path = "/queue";
    const Result<QByteArray> answer = co_await post(m_state, path, body);
    if (!answer)
        co_return tl::make_unexpected(answer.error());
    co_return Result<void>();
}

QCoro::Task<Result<void>> ComfyClient::interrupt(std::optional<PromptId> id) const
{
    const QByteArray body = id ? QByteArray("{\"prompt_id\":" + jsonString(id->value()) + "}") : "{}"_ba;
    const QByteArray path = "/interrupt";
    const Result<QByteArray> answer = co_await post(m_state, path, body);
    if (!answer)
        co_return tl::make_unexpected(answer.error());
    co_return Result<void>();
}

QCoro::Task<Result<bool>> ComfyClient::cancelByJobsApi(PromptId id) const
{
    const std::shared_ptr<State> state = m_state;
    const QByteArray path = "/api/jobs/" + id.value().toPercentEncoding() + "/cancel";
    const QByteArray body = "{}";
    const Result<QByteArray> answer = co_await post(state, path, body);
    if (!answer)
        co_return tl::make_unexpected(answer.error());
    const QString request = state->requestText(path, "POST"_L1);
    const Result<JsonValue> root = state->read(*answer, request);
    if (!root)
        co_return tl::make_unexpected(root.error());
    const std::optional<JsonValue> cancelled = member(*root, "cancelled");
    bool wasCancelled = false;
    if (!cancelled || cancelled->get(wasCancelled))
        co_return failure(Error::Kind::Protocol, request + u": an answer of another shape"_s);
    co_return wasCancelled;
}

QCoro::Task<Result<qint64>> ComfyClient::download(
    OutputFile file, std::shared_ptr<QIODevice> to, qint64 limit) const
{
    const std::shared_ptr<State> state = m_state;
    const QByteArray path = viewTarget(file);
    http::Request request = state->request(path);
    request.bodyLimit = limit;
    const auto written = std::make_shared<qint64>(0);
    request.sink = [to, written](QByteArrayView piece) -> Result<void> {
        if (to->write(piece.data(), piece.size()) != piece.size())
            return failure(Error::Kind::Invalid, u"the file cannot be written: "_s + to->errorString());
        *written += piece.size();
        return {};
    };
    const http::Outcome outcome = co_await send(state, request);
    const Result<QByteArray> body = bodyOf(outcome, state->requestText(path));
    if (!body)
        co_return tl::make_unexpected(body.error());
    co_return *written;
}

} // namespace emberwatch::comfyui

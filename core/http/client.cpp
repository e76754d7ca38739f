// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/client.h"

#include "core/base/answer.h"
#include "core/http/resolver.h"

#include <QPointer>

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace emberwatch::http {

namespace {

struct Errand
{
    Request request;
    QPointer<QObject> context;
    bool hasContext = false;
    Client::Handler handler;
    bool wasSent = false;
    bool wasRepeated = false;
};

/// A connection and what it is used for.
struct Link
{
    Connection *connection = nullptr;
    Resolver *resolver = nullptr;
    std::optional<Errand> errand;
    bool isForAction = false;
};

QByteArray hostHeader(const Endpoint &endpoint)
{
    const QByteArray host = endpoint.host.contains(u':') ? QByteArray('[' + endpoint.host.toLatin1() + ']')
                                                         : endpoint.host.toLatin1();
    const quint16 usual = endpoint.isTls ? 443 : 80;
    return endpoint.port == usual ? host : QByteArray(host + ':' + QByteArray::number(endpoint.port));
}

void deliver(Errand errand, Outcome outcome)
{
    if (!errand.hasContext || errand.context)
        errand.handler(std::move(outcome));
}

} // namespace

class Client::Private : public QObject
{
public:
    Endpoint endpoint;
    AddressCheck check;
    ClientOptions options;
    std::deque<Errand> waiting;
    std::vector<std::shared_ptr<Link>> links;
    qint64 requestsSent = 0;
    bool isPumpScheduled = false;
    bool isEnding = false;

    void accept(Errand errand);
    void schedulePump();
    void pump();
    [[nodiscard]] bool serveNext();
    [[nodiscard]] std::shared_ptr<Link> idleLink() const;
    [[nodiscard]] qsizetype count(bool isForAction) const;
    void openFor(Errand errand);
    void connectLink(const std::shared_ptr<Link> &link);
    void run(const std::shared_ptr<Link> &link, Errand errand);
    void onAnswered(const std::shared_ptr<Link> &link, Outcome outcome);
    void onClosed(const std::shared_ptr<Link> &link, const Error &why);
    void failToConnect(const std::shared_ptr<Link> &link, const Error &why);
    void drop(const std::shared_ptr<Link> &link);
    void failAll(const Error &why);
    [[nodiscard]] bool hasLiveLink() const;
};

Client::Client(Endpoint endpoint, AddressCheck check, ClientOptions options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->endpoint = std::move(endpoint);
    d->check = std::move(check);
    d->options = std::move(options);
}

Client::~Client()
{
    d->isEnding = true;
    d->failAll({Error::Kind::Cancelled, u"ended by us"_s});
    d.release()->deleteLater(); // we may be inside a handler, and so inside a signal of one of its sockets
}

const Endpoint &Client::endpoint() const
{
    return d->endpoint;
}

qint64 Client::requestsSent() const
{
    return d->requestsSent;
}

int Client::openConnections() const
{
    return static_cast<int>(d->links.size());
}

void Client::send(Request request, QObject *context, Handler handler)
{
    Errand errand;
    errand.request = std::move(request);
    errand.context = context;
    errand.hasContext = context != nullptr;
    errand.handler = std::move(handler);
    d->accept(std::move(errand));
}

QCoro::Task<Outcome> Client::fetch(Request request)
{
    const auto answer = std::make_shared<Answer<Outcome>>();
    send(std::move(request), nullptr, [answer](Outcome outcome) { answer->give(std::move(outcome)); });
    Answer<Outcome>::Awaiter awaiter(answer);
    Outcome outcome = co_await awaiter;
    co_return outcome;
}

void Client::Private::accept(Errand errand)
{
    const bool isFull = static_cast<qsizetype>(waiting.size()) >= options.mostWaiting;
    if (isFull || isEnding) {
        const Error why{isFull ? Error::Kind::Busy : Error::Kind::Cancelled, u"too many requests wait"_s};
        QMetaObject::invokeMethod(
            this,
            [errand = std::move(errand), why] {
                deliver(errand, {tl::make_unexpected(why), false});
            },
            Qt::QueuedConnection);
        return;
    }
    if (isSafe(errand.request))
        waiting.push_back(std::move(errand));
    else
        waiting.push_front(std::move(errand));
    schedulePump();
}

void Client::Private::schedulePump()
{
    if (std::exchange(isPumpScheduled, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            isPumpScheduled = false;
            pump();
        },
        Qt::QueuedConnection);
}

void Client::Private::pump()
{
    const QPointer<Private> self(this); // a handler may delete us
    while (self && !waiting.empty() && serveNext()) { }
}

bool Client::Private::serveNext()
{
    const bool isAction = !isSafe(waiting.front().request);
    const std::shared_ptr<Link> idle = isAction ? nullptr : idleLink();
    const int most = isAction ? options.mostActions : options.mostConnections;
    if (!idle && count(isAction) >= most)
        return false;
    Errand errand = std::move(waiting.front());
    waiting.pop_front();
    if (errand.hasContext && !errand.context)
        return true;
    if (idle)
        run(idle, std::move(errand));
    else
        openFor(std::move(errand));
    return true;
}

std::shared_ptr<Link> Client::Private::idleLink() const
{
    const auto isIdle
        = [](const std::shared_ptr<Link> &link) { return link->connection->isIdle() && !link->errand; };
    const auto found = std::find_if(links.begin(), links.end(), isIdle);
    return found == links.end() ? nullptr : *found;
}

qsizetype Client::Private::count(bool isForAction) const
{
    return std::count_if(links.begin(), links.end(),
        [isForAction](const std::shared_ptr<Link> &link) { return link->isForAction == isForAction; });
}

void Client::Private::openFor(Errand errand)
{
    const auto link = std::make_shared<Link>();
    link->isForAction = !isSafe(errand.request);
    link->errand = std::move(errand);
    link->connection = new Connection(endpoint, options.limits, this);
    links.push_back(link);
    const std::weak_ptr<Link> weak = link;
    const auto with = [weak](auto function) {
        if (const std::shared_ptr<Link> strong = weak.lock())
            function(strong);
    };
    connect(link->connection, &Connection::ready, this, [this, with] {
        with([this](const std::shared_ptr<Link> &l) { run(l, *std::exchange(l->errand, std::nullopt)); });
    });
    connect(link->connection, &Connection::answered, this, [this, with](const Outcome &outcome) {
        with([this, &outcome](const std::shared_ptr<Link> &l) { onAnswered(l, outcome); });
    });
    connect(link->connection, &Connection::closed, this, [this, with](const Error &why) {
        with([this, &why](const std::shared_ptr<Link> &l) { onClosed(l, why); });
    });
    connectLink(link);
}

void Client::Private::connectLink(const std::shared_ptr<Link> &link)
{
    const QHostAddress literal(endpoint.host);
    if (!literal.isNull()) {
        const Result<QList<QHostAddress>> permitted = permittedOf(endpoint.host, {literal}, check);
        if (permitted)
            link->connection->open(*permitted);
        else
            failToConnect(link, permitted.error());
        return;
    }
    link->resolver = new Resolver(link->connection);
    const std::weak_ptr<Link> weak = link;
    link->resolver->resolve(endpoint.host, check, [this, weak](const Result<QList<QHostAddress>> &found) {
        const std::shared_ptr<Link> strong = weak.lock();
        if (strong && found)
            strong->connection->open(*found);
        else if (strong)
            failToConnect(strong, found.error());
    });
}

void Client::Private::run(const std::shared_ptr<Link> &link, Errand errand)
{
    errand.wasSent = true;
    ++requestsSent;
    const QByteArray bytes = encode(errand.request, hostHeader(endpoint), options.headers);
    link->errand = std::move(errand);
    link->connection->exchange(link->errand->request, bytes);
}

void Client::Private::onAnswered(const std::shared_ptr<Link> &link, Outcome outcome)
{
    Errand errand = *std::exchange(link->errand, std::nullopt);
    const bool isStale = !outcome.reply && outcome.reply.error().kind == Error::Kind::Network
        && link->connection->wasReused() && isSafe(errand.request) && !errand.request.sink;
    const bool isRepeated = isStale && !std::exchange(errand.wasRepeated, true);
    link->isForAction = false;
    if (link->connection->isClosed() || count(false) > options.mostConnections)
        drop(link);
    schedulePump(); // before the handler, which may delete us
    if (isRepeated) {
        waiting.push_front(std::move(errand));
        return;
    }
    deliver(std::move(errand), std::move(outcome));
}

void Client::Private::onClosed(const std::shared_ptr<Link> &link, const Error &why)
{
    if (link->errand)
        failToConnect(link, why);
    else
        drop(link);
}

void Client::Private::failToConnect(const std::shared_ptr<Link> &link, const Error &why)
{
    Errand errand = *std::exchange(link->errand, std::nullopt);
    drop(link);
    const bool hasOthers = hasLiveLink();
    QPointer<Private> self(this);
    deliver(std::move(errand), {tl::make_unexpected(why), false});
    if (self && !hasOthers)
        failAll(why);
    else if (self)
        schedulePump();
}

bool Client::Private::hasLiveLink() const
{
    return std::any_of(links.begin(), links.end(),
        [](const std::shared_ptr<Link> &link) { return !link->errand || link->errand->wasSent; });
}

void Client::Private::drop(const std::shared_ptr<Link> &link)
{
    link->connection->disconnect(this);
    link->connection->deleteLater();
    links.erase(std::remove(links.begin(), links.end(), link), links.end());
}

/// Everything that waits; at our end also everything under way.
void Client::Private::failAll(const Error &why)
{
    std::deque<Errand> failing = std::exchange(waiting, {});
    if (isEnding) {
        for (const std::shared_ptr<Link> &link : std::exchange(links, {})) {
            link->connection->disconnect(this);
            if (link->errand)
                failing.push_back(*std::exchange(link->errand, std::nullopt));
        }
    }
    for (Errand &errand : failing) {
        const bool wasSent = errand.wasSent;
        deliver(std::move(errand), {tl::make_unexpected(why), wasSent});
    }
}

} // namespace emberwatch::http

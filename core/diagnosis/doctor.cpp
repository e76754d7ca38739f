// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/doctor.h"

#include "core/diagnosis/keycount.h"
#include "core/diagnosis/liveupdates.h"
#include "core/diagnosis/rightsfindings.h"
#include "core/diagnosis/serverfindings.h"
#include "core/diagnosis/valuesurvey.h"
#include "core/jobs/jobkey.h"
#include "core/jobs/joblisting.h"
#include "core/redis/connection.h"

#include <QElapsedTimer>
#include <QTimer>

namespace emberwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using redis::Commands;
using redis::Connection;
using redis::Reply;

namespace {

constexpr auto countFor = 2s;
constexpr auto listenFor = 2s;

std::optional<Timestamp> timeIn(Reply::View time)
{
    if (time.size() != 2)
        return std::nullopt;
    const std::chrono::seconds whole(time.at(0).bytes().toByteArray().toLongLong());
    const std::chrono::microseconds part(time.at(1).bytes().toByteArray().toLongLong());
    return Timestamp(whole + std::chrono::floor<std::chrono::milliseconds>(part));
}

} // namespace

/// The steps in their order; each ends by starting the next. Everything waits by handlers that are dropped
/// with the doctor, so it can go at any moment.
class Doctor::Private
{
public:
    Private(Doctor *doctor, redis::ConnectionOptions connectionOptions, DoctorOptions doctorOptions)
        : q(doctor)
        , connection(connectionOptions)
        , events(std::move(connectionOptions))
        , options(std::move(doctorOptions))
        , target(ProbeTarget::under(options.schema.prefix, connection.options().database))
        , keyCount(&connection, options.schema.prefix)
        , survey(options.limits)
    {
    }

    void open();
    void reached();
    void giveUp(const Error &why);
    void signedIn();
    void takeServer(const Reply &replies, Timestamp asked);
    void tryReading();
    void takeReading(const Reply &replies);
    void tryListening();
    void takeConfig(const Reply &replies);
    void openEvents();
    void tryChannels();
    void takeChannels(const Reply &replies);
    void listenForEvent();
    void endLiveUpdates();
    void tryChanging();
    void takeChanging(const Reply &replies);
    void readValues();
    void takePage(const std::vector<ListedJob> &page);

    void tell(const Finding &finding) { Q_EMIT q->found(finding); }
    void end();
    void broke(DiagnosisStep step, const Error &why);
    [[nodiscard]] Timestamp serverNow() const { return options.clock() + serverMinusOurs; }

    /// One write; `take` gets the replies, an error ends it all with the finding of that step.
    template <typename Take> void ask(DiagnosisStep step, const Commands &commands, Take take)
    {
        connection.send(commands, q, [this, step, take](const Result<Reply> &replies) {
            if (replies)
                take(*replies);
            else
                broke(step, replies.error());
        });
    }

    Doctor *q;
    Connection connection;
    Connection events;
    DoctorOptions options;
    ProbeTarget target;
    ConnectStage stage = ConnectStage::Reaching;
    QElapsedTimer elapsed;
    std::chrono::milliseconds serverMinusOurs{0};
    KeyCount keyCount;
    RightsEvidence reading;
    RightsEvidence changing;
    LiveUpdatesEvidence live;
    QTimer listenTimer;
    ValueSurvey survey;
    std::unique_ptr<JobListing> listing;
    bool hasOpened = false;
    bool hasEnded = false;
};

void Doctor::Private::open()
{
    const bool isTls = connection.options().transport == redis::ConnectionOptions::Transport::Tls;
    QObject::connect(&connection, &Connection::connected, q, [this, isTls] {
        stage = isTls ? ConnectStage::Encrypting : ConnectStage::SigningIn;
        reached();
    });
    QObject::connect(&connection, &Connection::encrypted, q, [this] { stage = ConnectStage::SigningIn; });
    QObject::connect(&connection, &Connection::ready, q, [this] { signedIn(); });
    QObject::connect(&connection, &Connection::closed, q, [this](const Error &why) { giveUp(why); });
    elapsed.start();
    connection.open();
}

void Doctor::Private::reached()
{
    tell(reachFinding(connection.options(), connection.peer(), std::chrono::milliseconds(elapsed.elapsed())));
}

/// Later breaks are told by the command that they hit.
void Doctor::Private::giveUp(const Error &why)
{
    if (hasOpened || hasEnded)
        return;
    if (stage == ConnectStage::SigningIn && why.kind != Error::Kind::Tls) {
        if (const auto tls = tlsFinding(connection.options(), std::nullopt))
            tell(*tls);
    }
    tell(troubleFinding(why, connection.options(), stage));
    end();
}

void Doctor::Private::signedIn()
{
    hasOpened = true;
    if (const auto tls = tlsFinding(connection.options(), connection.certificateDaysLeft()))
        tell(*tls);
    tell(signInFinding(connection.options()));
    Commands commands;
    commands.add({"INFO", "memory"});
    commands.add({"INFO", "stats"});
    commands.add({"TIME"});
    const Timestamp asked = options.clock();
    ask(DiagnosisStep::Server, commands, [this, asked](const Reply &replies) { takeServer(replies, asked); });
}

void Doctor::Private::takeServer(const Reply &replies, Timestamp asked)
{
    QByteArray info;
    for (const qsizetype part : {0, 1}) {
        if (!replies.root().at(part).isError())
            info += replies.root().at(part).bytes().toByteArray() + '\n';
    }
    tell(serverFinding(connection.facts(), info));
    const auto roundTrip = options.clock() - asked;
    if (const std::optional<Timestamp> time = timeIn(replies.root().at(2))) {
        const Timestamp ours = asked + roundTrip / 2;
        serverMinusOurs = *time - ours;
        tell(clockFinding(*time, ours, roundTrip));
    }
    tryReading();
}

void Doctor::Private::tryReading()
{
    reading = {target, connection.options().user, connection.facts(), readingProbes(target), {}};
    ask(DiagnosisStep::ReadJobs, commandsOf(reading.probes),
        [this](const Reply &replies) { takeReading(replies); });
}

void Doctor::Private::takeReading(const Reply &replies)
{
    reading.rights = rightsOf(reading.probes, replies.root());
    if (!mayRead(reading)) {
        tell(readJobsFinding(reading, std::nullopt));
        return tryListening();
    }
    keyCount.start(countFor, [this](const Result<KeyCount::Outcome> &outcome) {
        if (!outcome)
            return broke(DiagnosisStep::ReadJobs, outcome.error());
        tell(readJobsFinding(reading, *outcome));
        tryListening();
    });
}

void Doctor::Private::tryListening()
{
    const QByteArray ownId = QByteArray::number(connection.facts().clientId);
    Commands commands;
    commands.add({"CONFIG", "GET", "notify-keyspace-events"});
    commands.add({"CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", target.prefix, "REDIRECT", ownId});
    commands.add({"CLIENT", "TRACKING", "OFF"});
    ask(DiagnosisStep::LiveUpdates, commands, [this](const Reply &replies) { takeConfig(replies); });
}

void Doctor::Private::takeConfig(const Reply &replies)
{
    live.target = target;
    live.user = connection.options().user;
    const Reply::View config = replies.root().at(0);
    if (config.size() == 2)
        live.flags = config.at(1).bytes().toByteArray();
    else
        live.flagsRefusal = displayText(config.bytes());
    const CommandProbe tracking{"client|tracking", {}, {}, CommandProbe::Need::Feature};
    live.tracking = rightOf(tracking, replies.root().at(1));
    openEvents();
}

/// Subscribing needs a connection of its own: a subscriber may send nothing else.
void Doctor::Private::openEvents()
{
    QObject::connect(&events, &Connection::ready, q, [this] { tryChannels(); });
    QObject::connect(&events, &Connection::closed, q, [this] { endLiveUpdates(); });
    events.open();
}

void Doctor::Private::tryChannels()
{
    const Commands commands = commandsOf(channelProbes(target));
    events.send(commands, q, [this](const Result<Reply> &replies) {
        if (replies)
            takeChannels(*replies);
        else
            endLiveUpdates();
    });
}

void Doctor::Private::takeChannels(const Reply &replies)
{
    live.channelRights = rightsOf(channelProbes(target), replies.root());
    const bool maySubscribe = !replies.root().at(0).isError();
    if (live.flags || !maySubscribe)
        return endLiveUpdates();
    listenForEvent();
}

/// Where the server does not tell whether notifications are on, one that arrives proves it.
void Doctor::Private::listenForEvent()
{
    events.setPushSink([this](Reply::View message) {
        if (message.size() == 4 && message.at(0).bytes() == "pmessage") {
            live.hasHeardEvent = true;
            listenTimer.start(0);
        }
    });
    QObject::connect(&listenTimer, &QTimer::timeout, q, [this] { endLiveUpdates(); });
    listenTimer.setSingleShot(true);
    listenTimer.start(listenFor);
    const QByteArray pattern = target.channelPattern();
    events.sendPush({"PSUBSCRIBE", pattern});
}

void Doctor::Private::endLiveUpdates()
{
    listenTimer.stop();
    events.disconnect(q);
    events.close();
    tell(liveUpdatesFinding(live));
    tryChanging();
}

void Doctor::Private::tryChanging()
{
    changing = {target, connection.options().user, connection.facts(), changingProbes(target), {}};
    ask(DiagnosisStep::ChangeJobs, commandsOf(changing.probes),
        [this](const Reply &replies) { takeChanging(replies); });
}

void Doctor::Private::takeChanging(const Reply &replies)
{
    changing.rights = rightsOf(changing.probes, replies.root());
    tell(changeJobsFinding(changing));
    if (options.readsValues && mayRead(reading))
        readValues();
    else
        end();
}

void Doctor::Private::readValues()
{
    listing = std::make_unique<JobListing>(
        &connection, options.schema.prefix, options.limits.bytes, JobListing::Repeats::Skip);
    listing->setPageHandler([this](const std::vector<ListedJob> &page) { takePage(page); });
    QObject::connect(listing.get(), &JobListing::finished, q, [this] {
        tell(survey.values());
        tell(survey.expiry());
        end();
    });
    QObject::connect(listing.get(), &JobListing::failed, q,
        [this](const Error &why) { broke(DiagnosisStep::Values, why); });
    listing->start();
}

void Doctor::Private::takePage(const std::vector<ListedJob> &page)
{
    const Timestamp now = serverNow();
    for (const ListedJob &job : page) {
        if (const std::optional<QByteArrayView> id = idInKey(options.schema.prefix, job.key))
            survey.add(job, *id, now);
    }
}

void Doctor::Private::broke(DiagnosisStep step, const Error &why)
{
    if (hasEnded)
        return;
    tell({step, Finding::State::Problem,
        "the examination ended here: "_L1 + displayText(why.message.toUtf8())});
    end();
}

void Doctor::Private::end()
{
    if (std::exchange(hasEnded, true))
        return;
    Q_EMIT q->finished();
}

Doctor::Doctor(redis::ConnectionOptions connection, DoctorOptions options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(connection), std::move(options)))
{
}

Doctor::~Doctor() = default;

void Doctor::start()
{
    d->open();
}

} // namespace emberwatch

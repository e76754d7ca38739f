// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/guardrails.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/operations/journal.h"
#include "core/triage/durationwords.h"

#include <QCoroFuture>

namespace emberwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype longestReason = 1000; ///< characters

tl::unexpected<Error> refused(const QString &sentence)
{
    return failure(Error::Kind::Permission, sentence);
}

tl::unexpected<Error> invalid(const QString &sentence)
{
    return failure(Error::Kind::Invalid, sentence);
}

} // namespace

class GuardRails::Private
{
public:
    GuardedEnvironment environment;
    Journal *journal = nullptr;
    Clock clock;
    BootClock boot;

    using Shared = std::shared_ptr<Private>;
    using Permit = std::optional<WritePermit>;
    static QCoro::Task<Result<void>> permit(Shared self, int changes, Agreement agreement);
    static QCoro::Task<Result<Permit>> current(Shared self);
    static QCoro::Task<Result<WritePermit>> raise(Shared self, RaiseWish wish);
    static QCoro::Task<Result<bool>> lower(Shared self, Actor actor);
    static QCoro::Task<Result<void>> write(Shared self, JournalEntry entry);

    [[nodiscard]] bool isProduction() const
    {
        return environment.environmentClass == EnvironmentClass::Production;
    }
    [[nodiscard]] QString shownName() const { return displayText(environment.name.toUtf8()); }
    [[nodiscard]] Result<void> permitAgent() const;
    [[nodiscard]] Result<void> checkConfirmation(int changes, const Agreement &agreement) const;
    [[nodiscard]] QString readOnlySentence(const std::optional<JournalLine> &line) const;
    [[nodiscard]] Result<void> checkWish(const RaiseWish &wish) const;
};

Result<void> GuardRails::Private::permitAgent() const
{
    if (environment.agentWriteReason && !environment.agentWriteReason->isEmpty())
        return {};
    return refused(
        u"%1 is production, and the agent only looks there: its configuration gives no reason to write (agent.write)."_s
            .arg(shownName()));
}

Result<void> GuardRails::Private::checkConfirmation(int changes, const Agreement &agreement) const
{
    if (changes <= mostUntypedInProduction || agreement.confirmedName == environment.name)
        return {};
    const QString why
        = u"%1 changes at once in production are confirmed by the environment's name, %2 (--confirm %2)"_s
              .arg(QString::number(changes), shownName());
    const QString typed = displayText(agreement.confirmedName.toUtf8());
    return refused(why + (typed.isEmpty() ? u"."_s : u", not by \"%1\"."_s.arg(typed)));
}

QString GuardRails::Private::readOnlySentence(const std::optional<JournalLine> &line) const
{
    const std::optional<Timestamp> end = line ? plannedEndOf(*line) : std::nullopt;
    const Timestamp now = clock();
    const QString earlier
        = end && *end <= now ? u" Writing was allowed until %1."_s.arg(momentText(*end, now)) : QString();
    return u"%1 is production and read-only.%2 'emberwatch env raise %1 --for 30m --reason TEXT' allows writing for a limited time."_s
        .arg(shownName(), earlier);
}

QCoro::Task<Result<void>> GuardRails::Private::permit(Shared self, int changes, Agreement agreement)
{
    if (changes <= 0)
        co_return Result<void>();
    if (agreement.changesAtMost && changes > *agreement.changesAtMost)
        co_return refused(u"There are %1 changes, and at most %2 were agreed to (--max-changes)."_s.arg(
            QString::number(changes), QString::number(*agreement.changesAtMost)));
    if (!self->isProduction())
        co_return Result<void>();
    if (self->environment.isAgent)
        co_return self->permitAgent();
    const QFuture<Result<std::optional<JournalLine>>> reading
        = self->journal->lastRaise(self->environment.name);
    const Result<std::optional<JournalLine>> line = co_await reading;
    if (!line)
        co_return tl::make_unexpected(line.error());
    const Timestamp now = self->clock();
    const bool isRaised = *line && permitFrom(**line, now, self->boot);
    if (!isRaised)
        co_return refused(self->readOnlySentence(*line));
    co_return self->checkConfirmation(changes, agreement);
}

QCoro::Task<Result<GuardRails::Private::Permit>> GuardRails::Private::current(Shared self)
{
    if (!self->isProduction())
        co_return Permit(WritePermit());
    const QFuture<Result<std::optional<JournalLine>>> reading
        = self->journal->lastRaise(self->environment.name);
    const Result<std::optional<JournalLine>> line = co_await reading;
    if (!line)
        co_return tl::make_unexpected(line.error());
    if (!*line)
        co_return Permit();
    co_return permitFrom(**line, self->clock(), self->boot);
}

/// Each entry with its outcome: a raise without one never began.
QCoro::Task<Result<void>> GuardRails::Private::write(Shared self, JournalEntry entry)
{
    const QList<JournalEntry> entries{entry};
    const QFuture<Result<QList<EntryId>>> intending = self->journal->intend(entries);
    const Result<QList<EntryId>> ids = co_await intending;
    if (!ids)
        co_return tl::make_unexpected(ids.error());
    const QList<JournalOutcome> outcomes{{ids->first(), entry.at, u"done"_s, {}}};
    const QFuture<Result<void>> concluding = self->journal->conclude(outcomes);
    const Result<void> concluded = co_await concluding;
    co_return concluded;
}

Result<void> GuardRails::Private::checkWish(const RaiseWish &wish) const
{
    if (!isProduction())
        return invalid(u"%1 is %2: it is always writable."_s.arg(
            shownName(), QString::fromLatin1(wordOf(environment.environmentClass))));
    if (wish.reason.isEmpty())
        return invalid(u"A reason is needed to allow writing in production."_s);
    if (wish.reason.size() > longestReason)
        return invalid(u"The reason has at most %1 characters."_s.arg(longestReason));
    if (wish.length < 1s || wish.length > longestRaise)
        return invalid(
            u"Writing in production is allowed for 1 s to %1."_s.arg(durationInWords(longestRaise)));
    return {};
}

QCoro::Task<Result<WritePermit>> GuardRails::Private::raise(Shared self, RaiseWish wish)
{
    wish.reason = wish.reason.simplified();
    const Result<void> isGood = self->checkWish(wish);
    if (!isGood)
        co_return tl::make_unexpected(isGood.error());
    const JournalEntry entry = raiseEntry(self->environment.name, wish, self->clock(), self->boot);
    const Result<void> written = co_await write(self, entry);
    if (!written)
        co_return tl::make_unexpected(written.error());
    co_return WritePermit{entry.at + wish.length, entry.at, wish.actor, wish.reason};
}

QCoro::Task<Result<bool>> GuardRails::Private::lower(Shared self, Actor actor)
{
    if (!self->isProduction())
        co_return false;
    const Result<Permit> before = co_await current(self);
    if (!before)
        co_return tl::make_unexpected(before.error());
    if (!*before)
        co_return false;
    const JournalEntry entry = lowerEntry(self->environment.name, actor, self->clock());
    const Result<void> written = co_await write(self, entry);
    if (!written)
        co_return tl::make_unexpected(written.error());
    co_return true;
}

GuardRails::GuardRails(GuardedEnvironment environment, Journal *journal, Clock clock, BootClock boot)
    : d(std::make_shared<Private>(
        Private{std::move(environment), journal, std::move(clock), std::move(boot)}))
{
}

GuardRails::~GuardRails() = default;

const GuardedEnvironment &GuardRails::environment() const
{
    return d->environment;
}

QCoro::Task<Result<void>> GuardRails::permit(int changes, Agreement agreement)
{
    return Private::permit(d, changes, std::move(agreement));
}

QCoro::Task<Result<void>> permitBy(GuardRails *guard, int changes, Agreement agreement)
{
    if (guard == nullptr)
        co_return Result<void>();
    const Result<void> permitted = co_await guard->permit(changes, agreement);
    co_return permitted;
}

QCoro::Task<Result<std::optional<WritePermit>>> GuardRails::current()
{
    return Private::current(d);
}

QCoro::Task<Result<WritePermit>> GuardRails::raise(RaiseWish wish)
{
    return Private::raise(d, std::move(wish));
}

QCoro::Task<Result<bool>> GuardRails::lower(Actor actor)
{
    return Private::lower(d, std::move(actor));
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
// From evidence to verdicts, and from evidence to the plan. No I/O.
#include "core/operations/cleaningproposal.h"
#include "core/operations/reconcileproposal.h"
#include "core/operations/recoveryproposal.h"
#include "tests/bench/figures.h"
#include "tests/bench/jobworld.h"
#include "tests/core/triage/evidencemaker.h"

#include <QElapsedTimer>

#include <array>

using namespace emberwatch;
using namespace emberwatch::bench;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int jobs = 100'000;
constexpr int judgements = 1'000'000;

constexpr std::array redisReadings{RedisReading::Absent, RedisReading::Corrupt, RedisReading::Queued,
    RedisReading::Processing, RedisReading::Completed, RedisReading::Failed};
constexpr std::array recordReadings{RecordReading::Absent, RecordReading::Queued, RecordReading::Processing,
    RecordReading::Completed, RecordReading::Failed, RecordReading::Cancelled};
constexpr std::array comfyReadings{ComfyReading::Pending, ComfyReading::Running, ComfyReading::DoneOk,
    ComfyReading::DoneError, ComfyReading::Interrupted, ComfyReading::Absent, ComfyReading::Unknown};

double msSince(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// As observation leaves it: texts of its own for each job.
Evidence evidenceFor(int number, RedisReading redis, RecordReading record, ComfyReading comfy)
{
    Evidence evidence = test::evidenceOf(redis, record, comfy);
    evidence.promptId = PromptId(idOf(number));
    evidence.userId = u"usr_%1"_s.arg(number % 30'000);
    if (evidence.redis.hasValue)
        evidence.redis.value = documentOf(number, number % 100);
    if (evidence.record.row)
        evidence.record.row->id = QString::fromLatin1(idOf(-number));
    evidence.redis.startedAt = test::noon.time_since_epoch().count() - number;
    evidence.redis.age = std::chrono::milliseconds(60'000 + number % 1'200'000);
    evidence.comfy.hasMoved = number % 2 == 0;
    evidence.comfy.stillFor = 15min;
    evidence.isKnownToJournal = number % 3 == 0;
    if (comfy == ComfyReading::DoneOk)
        evidence.comfy.outputs = R"({"9":{"images":[{"filename":"a.png"}]}})";
    return evidence;
}

/// Every combination of the table in turn.
std::vector<Evidence> everyCombination()
{
    std::vector<Evidence> all;
    all.reserve(jobs);
    for (int number = 0; number < jobs; ++number) {
        const auto n = static_cast<size_t>(number);
        const size_t redis = n % redisReadings.size();
        const size_t record = n / redisReadings.size() % recordReadings.size();
        const size_t comfy = n / redisReadings.size() / recordReadings.size() % comfyReadings.size();
        all.push_back(
            evidenceFor(number, redisReadings[redis], recordReadings[record], comfyReadings[comfy]));
    }
    return all;
}

void judgeMany(Figures &figures)
{
    const std::vector<Evidence> all = everyCombination();
    const Policy policy = defaultPolicy();
    std::array<qint64, tableRowCount> rows{};
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < judgements; ++i)
        ++rows[static_cast<size_t>(judge(all[static_cast<size_t>(i % jobs)], policy, test::noon).row)];
    const double each = msSince(timer) * 1e6 / judgements;
    if (std::count(rows.begin(), rows.end(), 0) > 3) // settling, no answer and several records are not in it
        qFatal("not every row was reached");
    figures.add(
        u"judge(), each of 1,000,000"_s, u"< 1000 ns"_s, u"%1 ns"_s.arg(each, 0, 'f', 0), each < 1000);
}

/// Jobs of all kinds, every one with a key and a row.
Observation observedJobs()
{
    Observation observation;
    observation.begunAt = test::noon;
    int number = 0;
    for (Evidence &evidence : everyCombination()) {
        evidence.redis.silence = 10min + std::chrono::milliseconds(++number % 1'000);
        observation.jobs.append({std::move(evidence), true});
    }
    return observation;
}

template <typename Propose> void plan(Figures &figures, const QString &what, Propose propose)
{
    Observation observation = observedJobs();
    QElapsedTimer timer;
    timer.start();
    const RecoveryProposal proposal = propose(std::move(observation));
    const double took = msSince(timer);
    if (proposal.plan.actions.size() < jobs / 50)
        qFatal("there is not much in the plan");
    figures.add(u"%1 of 100,000 jobs and rows, from evidence to the plan"_s.arg(what), u"< 2000 ms"_s,
        u"%1 (%2 jobs in it)"_s.arg(ms(took), QString::number(proposal.plan.actions.size())), took < 2'000);
}

} // namespace

int main()
{
    Figures figures(u"Triage"_s);
    judgeMany(figures);
    ObserverWish wish;
    wish.policy = defaultPolicy();
    plan(figures, u"recovery"_s, [&wish](Observation observation) {
        return proposalFrom(std::move(observation), wish, std::nullopt, test::noon);
    });
    const CleaningMeans all{true, true, true, true, true};
    plan(figures, u"cleaning"_s, [wish, all](Observation observation) mutable {
        wish.scope = PlanScope::Clean;
        return cleaningProposalFrom(std::move(observation), wish, all, std::nullopt, test::noon);
    });
    plan(figures, u"reconciliation"_s, [wish, all](Observation observation) mutable {
        wish.scope = PlanScope::Reconcile;
        return reconcileProposalFrom(std::move(observation), wish, all, std::nullopt, test::noon);
    });
    figures.print();
    return 0;
}

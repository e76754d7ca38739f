// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenario.h"

#include <array>

using namespace Qt::StringLiterals;

namespace emberwatch::demo {
namespace {

using std::chrono::milliseconds;

struct Kind
{
    QLatin1StringView type;
    double share; ///< of the submitted jobs
    double shortest; ///< seconds of work
    double longest;
    int steps;
    double withCharacter; ///< share of the jobs that name one
};

constexpr std::array kinds{
    Kind{"image_generation"_L1, 0.70, 60, 240, 30, 0.3},
    Kind{"face_swap"_L1, 0.17, 30, 120, 12, 1},
    Kind{"character_sheet"_L1, 0.122, 180, 600, 48, 1},
    Kind{"lora_training"_L1, 0.008, 3600, 5400, 2000, 1},
};
constexpr milliseconds longestLife{5'600'000};

constexpr int serverCount = 6;
constexpr int troubledServer = 4; ///< fails far more often than the others, which a filter brings to light
constexpr int userCount = 300;

const Kind &someKind(Dice &dice)
{
    double rest = dice.fraction();
    for (const Kind &kind : kinds) {
        if (rest < kind.share)
            return kind;
        rest -= kind.share;
    }
    return kinds.front();
}

milliseconds seconds(double value)
{
    return milliseconds(static_cast<qint64>(value * 1000));
}

QString someUser(Dice &dice)
{
    const int user = dice.below(userCount);
    return dice.happens(0.15) ? QString() : u"usr_%1"_s.arg(20000 + user * 29);
}

/// The course of a job, before it has ids and names: cheap enough to be thrown away.
struct Draft
{
    const Kind *kind = nullptr;
    int server = 0;
    JobPlan plan;
};

Draft draftAt(Timestamp submitted, Dice &dice)
{
    Draft draft{&someKind(dice), 1 + dice.below(serverCount), {}};
    JobPlan &plan = draft.plan;
    plan.submitted.startedAt = submitted;
    plan.waiting = seconds(dice.between(5, 95));
    plan.work = seconds(dice.between(draft.kind->shortest, draft.kind->longest));
    plan.steps = draft.kind->steps;
    if (dice.happens(draft.server == troubledServer ? 0.35 : 0.08))
        plan.failsAt = dice.between(0, 100);
    return draft;
}

JobPlan named(Draft draft, Dice &dice)
{
    JobState &job = draft.plan.submitted;
    job.promptId = PromptId(dice.uuid());
    job.type = draft.kind->type;
    job.userId = someUser(dice);
    if (dice.happens(draft.kind->withCharacter))
        job.characterId = u"chr_%1"_s.arg(dice.below(0x10000), 4, 16, '0'_L1);
    job.serverUrl = u"http://gpu-%1:8188"_s.arg(draft.server);
    if (dice.happens(0.08))
        draft.plan.seed = dice.bits();
    return std::move(draft.plan);
}

} // namespace

JobPlan Scenario::submittedAt(Timestamp now)
{
    return named(draftAt(now, m_dice), m_dice);
}

JobPlan Scenario::metAt(Timestamp now)
{
    // The longer a job lives, the likelier it is to be met: a moment is drawn from the longest life there is,
    // and the job is taken if it lived then.
    for (;;) {
        const milliseconds age
            = seconds(m_dice.between(0, std::chrono::duration<double>(longestLife).count()));
        Draft draft = draftAt(now - age, m_dice);
        if (lifeEnds(draft.plan) > now)
            return named(std::move(draft), m_dice);
    }
}

JobPlan Scenario::openAt(Timestamp now)
{
    for (;;) {
        JobPlan plan = metAt(now);
        if (workEnds(plan) > now)
            return plan;
    }
}

} // namespace emberwatch::demo

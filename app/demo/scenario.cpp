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

} // namespace

JobPlan Scenario::submittedAt(Timestamp now)
{
    const Kind &kind = someKind(m_dice);
    const int server = 1 + m_dice.below(serverCount);
    JobPlan plan;
    plan.submitted.promptId = PromptId(m_dice.uuid());
    plan.submitted.type = kind.type;
    plan.submitted.userId = someUser(m_dice);
    if (m_dice.happens(kind.withCharacter))
        plan.submitted.characterId = u"chr_%1"_s.arg(m_dice.below(0x10000), 4, 16, '0'_L1);
    plan.submitted.startedAt = now;
    plan.submitted.serverUrl = u"http://gpu-%1:8188"_s.arg(server);
    if (m_dice.happens(0.08))
        plan.seed = m_dice.bits();
    plan.waiting = seconds(m_dice.between(5, 95));
    plan.work = seconds(m_dice.between(kind.shortest, kind.longest));
    plan.steps = kind.steps;
    if (m_dice.happens(server == troubledServer ? 0.35 : 0.08))
        plan.failsAt = m_dice.between(0, 100);
    return plan;
}

JobPlan Scenario::metAt(Timestamp now)
{
    // The longer a job lives, the likelier it is to be met: a moment is drawn from the longest life there is,
    // and the job is taken if it lived then.
    for (;;) {
        const milliseconds age
            = seconds(m_dice.between(0, std::chrono::duration<double>(longestLife).count()));
        JobPlan plan = submittedAt(now - age);
        if (lifeEnds(plan) > now)
            return plan;
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

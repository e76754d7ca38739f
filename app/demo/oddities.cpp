// SPDX-License-Identifier: GPL-3.0-or-later
#include "oddities.h"

#include "app/demo/producerdocument.h"

using namespace Qt::StringLiterals;

namespace emberwatch::demo {
namespace {

using std::chrono::minutes;

JobPlan plainJob(QByteArray id, Timestamp startedAt)
{
    JobPlan plan;
    plan.submitted.promptId = PromptId(std::move(id));
    plan.submitted.type = u"image_generation"_s;
    plan.submitted.userId = u"usr_20580"_s;
    plan.submitted.startedAt = startedAt;
    plan.submitted.serverUrl = u"http://gpu-2:8188"_s;
    return plan;
}

class Collection
{
public:
    Collection(JobSchema schema, Timestamp now)
        : m_schema(std::move(schema))
        , m_now(now)
    {
    }

    /// @param id     of the key
    /// @param value  as it stands in Redis
    void addValue(const QByteArray &id, const QByteArray &value)
    {
        const auto ttl = std::chrono::duration_cast<std::chrono::seconds>(m_schema.fullTtl);
        addCommand(id, {"SET", key(id), value, "EX", QByteArray::number(ttl.count())});
    }

    void addJob(const QByteArray &id, Timestamp startedAt)
    {
        addValue(id, documentOf(plainJob(id, startedAt), {JobStatus::Processing, 40}));
    }

    void addCommand(const QByteArray &id, const redis::Commands &write)
    {
        m_list.push_back({key(id), write});
    }

    [[nodiscard]] QByteArray document(const QByteArray &id) const
    {
        return documentOf(plainJob(id, m_now - minutes(3)), {JobStatus::Processing, 40});
    }

    [[nodiscard]] QByteArray key(const QByteArray &id) const { return m_schema.prefix + id; }
    [[nodiscard]] std::vector<Oddity> take() { return std::move(m_list); }

private:
    JobSchema m_schema;
    Timestamp m_now;
    std::vector<Oddity> m_list;
};

void addUnreadableValues(Collection &odd)
{
    const QByteArray cut = "6f0a4b1e-55c8-4a0e-9d35-0b1d6e4f7a21";
    odd.addValue(cut, odd.document(cut).left(97));
    odd.addValue("c3f7d2a8-8a55-4c5b-b0d9-7f4b9a1c2e63", "[object Object]");
    const QByteArray running = "1d9e8c07-3b42-4f6a-8e17-a5c0d2f3b498";
    odd.addValue(running, odd.document(running).replace("processing", "running"));
    const QByteArray hash = "e84b6a35-0c9f-4d21-9b7e-63a2f1c5d807";
    odd.addCommand(hash, {"HSET", odd.key(hash), "status", "processing", "progress", "40"});
    const QByteArray beyond = "92b5f0c4-7d1a-4e38-a6c9-f8e3d2b1a075";
    odd.addValue(beyond, odd.document(beyond).replace("\"progress\":40", "\"progress\":140"));
    odd.addValue("47a1c9e2-b6d8-4f05-8c3a-e0f7b5d49612", "");
}

void addOddIds(Collection &odd, Timestamp now)
{
    odd.addJob("retry of \"7f3c\"\r\nsecond line", now - minutes(4));
    odd.addJob("\u202Egnp.exe \u05E9\u05DC\u05D5\u05DD", now - minutes(2));
    odd.addValue("caf\xe9-\xff\xfe", odd.document("caf?"));
    const QByteArray other = "0a7d5e93-c2f6-4b18-9e4d-d1b3a8f6c250";
    odd.addValue(other, odd.document("5e93c2f6-another-job"));
}

void addOddTimes(Collection &odd, Timestamp now)
{
    odd.addJob("started-in-seconds", Timestamp(now.time_since_epoch() / 1000));
    odd.addJob("started-tomorrow", now + std::chrono::hours(24));
    const QByteArray forever = "b61f3d8a-9c07-4e52-8a1d-2f5e7c94d036";
    odd.addCommand(forever, {"SET", odd.key(forever), odd.document(forever)});
}

} // namespace

std::vector<Oddity> oddities(const JobSchema &schema, Timestamp now)
{
    Collection odd(schema, now);
    addUnreadableValues(odd);
    addOddIds(odd, now);
    addOddTimes(odd, now);
    return odd.take();
}

} // namespace emberwatch::demo

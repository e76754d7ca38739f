// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/operations/effectoracle.h"
#include "tests/core/records/recordsworld.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"
#include "tests/support/seededrandom.h"

#include <QProcess>

#include <memory>
#include <vector>

namespace emberwatch::test {

/// Producers of the deployed kind and executors of ours, as processes of their own, on the same few keys of a
/// real server; and what its append-only file says of it afterwards.
class Campaign
{
public:
    enum class Executors
    {
        Ours, ///< as the operator's user, with no more rights than production gives
        Naive
    };

    explicit Campaign(Executors executors);
    ~Campaign();
    Campaign(const Campaign &) = delete;
    Campaign &operator=(const Campaign &) = delete;

    /// Lets all of them work until they have sent so many operations. Executors of ours are killed now and
    /// then, and begin anew.
    /// @return false: they have not within the time
    [[nodiscard]] bool run(qint64 operations, std::chrono::milliseconds within);
    /// Ends all and replays. Once.
    [[nodiscard]] EffectOracle judge();

    [[nodiscard]] qint64 operations() const;
    [[nodiscard]] int kills() const { return m_kills; }
    /// How often a record was ended.
    [[nodiscard]] int endings();
    /// For people: "150000 operations, ...".
    [[nodiscard]] QString sum(const EffectOracle &oracle);
    /// Commands that were sent, by whomever, and are not among those that any of us may send.
    [[nodiscard]] QStringList forbiddenCommands();
    /// What the server says of itself is what the file says.
    [[nodiscard]] bool isStateAsReplayed(const EffectOracle &oracle);
    /// Rows that were ended more often than there are audit rows of it, or less often.
    [[nodiscard]] QStringList unauditedRows();

private:
    struct Member
    {
        QProcess process;
        QString program;
        QStringList arguments;
        qint64 before = 0; ///< operations of its earlier lives
        qint64 now = 0;
        QByteArray lastLine;
    };
    void addRecords();
    void addProducer(int number);
    void addExecutor(int number, Executors executors);
    void start(Member &member);
    void listen(Member &member) const;
    void killOne();
    void reopenSomeRow();
    [[nodiscard]] QMap<int, ProducerSum> endProducers();

    SeededRandom m_random;
    RedisServer m_redis;
    RedisClient m_client;
    RecordsWorld m_records;
    QTemporaryDir m_folder;
    std::vector<std::unique_ptr<Member>> m_producers;
    std::vector<std::unique_ptr<Member>> m_executors;
    int m_kills = 0;
};

} // namespace emberwatch::test

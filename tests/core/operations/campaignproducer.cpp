// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/hotdocument.h"
#include "tests/core/operations/untilasked.h"
#include "tests/support/redisclient.h"

#include <QHash>
#include <QStringList>

#include <cstdio>
#include <random>

using namespace emberwatch;
using namespace emberwatch::test;

namespace {

/// A producer of the deployed kind: GET, merge in memory, SET with the full TTL; DEL some time after the end.
/// It never looks whether anybody else has written.
class Producer
{
public:
    Producer(quint16 port, int number, quint64 seed)
        : m_client(port)
        , m_number(number)
        , m_random(seed)
    {
    }

    /// One look at one key and what follows of it.
    void step();
    [[nodiscard]] bool isConnected() const { return m_client.isConnected(); }
    [[nodiscard]] qint64 operations() const { return m_operations; }
    [[nodiscard]] QByteArray sum() const;

private:
    [[nodiscard]] quint64 below(quint64 limit) { return m_random() % limit; }
    void write(const QByteArray &key, const QByteArray &document);
    void mergeInto(const QByteArray &key, const QByteArray &document);
    void deleteLater(int key);

    RedisClient m_client;
    int m_number;
    std::mt19937_64 m_random;
    qint64 m_operations = 0;
    qint64 m_writes = 0;
    qint64 m_heartbeats = 0;
    qint64 m_deletes = 0;
    qint64 m_now = 0; ///< in steps
    QHash<int, qint64> m_deleteAt; ///< by key, in steps
};

void Producer::write(const QByteArray &key, const QByteArray &document)
{
    const QByteArray text = marked(document, m_number, ++m_writes);
    m_client.run({"SET", key, text, "EX", "7200"});
    ++m_operations;
}

void Producer::mergeInto(const QByteArray &key, const QByteArray &document)
{
    const quint64 dice = below(100);
    if (dice < 10) { // nothing new: the same bytes, the full TTL
        m_client.run({"SET", key, document, "EX", "7200"});
        ++m_heartbeats;
        ++m_operations;
        return;
    }
    QByteArray merged
        = withMember(document, "progress", QByteArray::number(static_cast<double>(below(10'000)) / 100.0));
    if (dice < 60)
        merged = withMember(merged, "status", R"("processing")");
    else if (dice < 70)
        merged = withMember(merged, "status", dice < 65 ? R"("completed")" : R"("failed")");
    write(key, merged);
}

void Producer::deleteLater(int key)
{
    if (!m_deleteAt.contains(key))
        m_deleteAt.insert(key, m_now + 20 + static_cast<qint64>(below(60)));
    if (m_deleteAt.value(key) > m_now)
        return;
    m_deleteAt.remove(key);
    // The second name does not exist; by it the file tells this deletion from any other.
    const QByteArray witness = "producer:" + QByteArray::number(m_number);
    m_deletes += m_client.integer({"DEL", hotKey(key), witness});
    ++m_operations;
}

void Producer::step()
{
    ++m_now;
    // Some keys are written all the time, others now and then.
    const int key = static_cast<int>(below(hotKeys) * below(hotKeys) / hotKeys);
    const QByteArray document = m_client.text({"GET", hotKey(key)});
    ++m_operations;
    if (document.isEmpty()) {
        write(hotKey(key), hotDocument(hotId(key), below(1'000)));
        return;
    }
    const QByteArray status = memberOf(document, "status").toByteArray();
    const bool hasEnded = status.contains("completed") || status.contains("failed");
    if (hasEnded)
        deleteLater(key);
    if (!hasEnded || below(100) < 20)
        mergeInto(hotKey(key), document);
}

QByteArray Producer::sum() const
{
    return "{\"writes\":" + QByteArray::number(m_writes) + ",\"heartbeats\":"
        + QByteArray::number(m_heartbeats) + ",\"deletes\":" + QByteArray::number(m_deletes) + "}";
}

} // namespace

// campaignproducer PORT NUMBER SEED: until SIGTERM. Prints how many operations it has sent so far, and at the
// end its sum as JSON.
int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    untilAsked();
    Producer producer(static_cast<quint16>(QByteArray(argv[1]).toUInt()), QByteArray(argv[2]).toInt(),
        QByteArray(argv[3]).toULongLong());
    qint64 said = 0;
    while (producer.isConnected() && !isAskedToEnd()) {
        producer.step();
        if (producer.operations() - said >= 500) {
            said = producer.operations();
            sayOperations(said);
        }
    }
    std::printf("%s\n", producer.sum().constData());
    return producer.isConnected() ? 0 : 1;
}

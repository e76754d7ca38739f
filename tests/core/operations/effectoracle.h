// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/operations/appendonlyfile.h"
#include "tests/core/operations/intentlog.h"

#include <QHash>
#include <QMap>
#include <QStringList>

namespace emberwatch::test {

/// What must not happen.
namespace harm {
using namespace Qt::StringLiterals;
/// One of ours replaced a producer's write by what was made of an older one.
inline constexpr auto rolledBack = "a producer's write rolled back"_L1;
inline constexpr auto foreignBytesChanged = "foreign bytes changed"_L1;
inline constexpr auto notJudged = "written over bytes that were not judged"_L1;
inline constexpr auto wrongDelete = "bytes deleted that were not judged"_L1;
/// A producer's acknowledged write is not in the file, or out of order.
inline constexpr auto lostWrite = "a producer's write lost"_L1;
inline constexpr auto unknownWrite = "a write that nobody admits to"_L1;
inline constexpr auto forbidden = "a forbidden command"_L1;
inline constexpr auto unreadable = "the file cannot be read to its end"_L1;
} // namespace harm

/// What one producer says that it has done.
struct ProducerSum
{
    qint64 writes = 0; ///< acknowledged, each with a mark of its own: 1, 2, 3, ...
    qint64 heartbeats = 0; ///< acknowledged SETs of the bytes that it had read
    qint64 deletes = 0; ///< that deleted something
};

/// Replays the append-only file, in the order in which the writes had their effect, and judges each of ours.
///
/// Producers write with a TTL (PXAT in the file) and name a second, missing key when they delete; all else is
/// ours.
class EffectOracle
{
public:
    explicit EffectOracle(Intents intents)
        : m_intents(std::move(intents))
    {
    }

    void replay(AppendOnlyFile &file);
    /// @param sums  by the number of the producer
    void compare(const QMap<int, ProducerSum> &sums);
    /// The state at the end, by key.
    [[nodiscard]] const QHash<QByteArray, QByteArray> &state() const { return m_state; }

    [[nodiscard]] qint64 claims() const { return m_claims; }
    [[nodiscard]] qint64 deletes() const { return m_deletes; }
    /// What must not happen, by its name, and how often it did.
    [[nodiscard]] const QMap<QString, qint64> &violations() const { return m_violations; }
    /// The first of each, with the bytes.
    [[nodiscard]] QString report() const;

private:
    void takeCommand();
    void takeSet();
    void takeProducersSet(const QByteArray &key, const QByteArray &value);
    void takeOurSet(const QByteArray &key, const QByteArray &value);
    void takeDelete();
    void violate(
        const QString &what, const QByteArray &key, const QByteArray &before, const QByteArray &after);

    Intents m_intents;
    const std::vector<QByteArrayView> *m_words = nullptr;
    QHash<QByteArray, QByteArray> m_state;
    QMap<int, ProducerSum> m_seen;
    qint64 m_heartbeats = 0;
    qint64 m_producerDeletes = 0;
    qint64 m_claims = 0;
    qint64 m_deletes = 0;
    QMap<QString, qint64> m_violations;
    QStringList m_first;
};

} // namespace emberwatch::test

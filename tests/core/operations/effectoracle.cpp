// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/effectoracle.h"

#include "tests/core/operations/hotdocument.h"

namespace emberwatch::test {

using namespace Qt::StringLiterals;

namespace {

/// "3-17" in quotes: the 17th write of producer 3.
struct Mark
{
    int producer = -1;
    qint64 write = -1;
};

Mark readMark(QByteArrayView document)
{
    const QByteArray text = markOf(document);
    const qsizetype dash = text.indexOf('-');
    if (dash < 0)
        return {};
    return {text.mid(1, dash - 1).toInt(), text.mid(dash + 1, text.size() - dash - 2).toLongLong()};
}

bool isWord(QByteArrayView word, QByteArrayView wanted)
{
    return qstrnicmp(word.data(), word.size(), wanted.data(), wanted.size()) == 0;
}

} // namespace

void EffectOracle::violate(
    const QString &what, const QByteArray &key, const QByteArray &before, const QByteArray &after)
{
    if (m_violations[what]++ == 0)
        m_first += u"%1: %2\n  was  %3\n  then %4"_s.arg(
            what, QString::fromUtf8(key), QString::fromUtf8(before), QString::fromUtf8(after));
}

QString EffectOracle::report() const
{
    QStringList lines;
    for (auto it = m_violations.begin(); it != m_violations.end(); ++it)
        lines += u"%1 x %2"_s.arg(QString::number(it.value()), it.key());
    return (lines + m_first).join(u'\n');
}

void EffectOracle::replay(AppendOnlyFile &file)
{
    m_words = &file.words();
    while (file.next())
        takeCommand();
    if (!file.isOpen() || !file.isWhole())
        violate(harm::unreadable, {}, {}, {});
}

void EffectOracle::takeCommand()
{
    const QByteArrayView name = m_words->front();
    const bool isFrame = isWord(name, "SELECT") || isWord(name, "MULTI") || isWord(name, "EXEC");
    if (isFrame)
        return;
    if (isWord(name, "SET"))
        takeSet();
    else if (isWord(name, "DEL"))
        takeDelete();
    else
        violate(harm::forbidden, name.toByteArray(), {}, {});
}

void EffectOracle::takeSet()
{
    const QByteArray key = m_words->at(1).toByteArray();
    const QByteArray value = m_words->at(2).toByteArray();
    const bool keepsTtl = isWord(m_words->back(), "KEEPTTL");
    const bool isProducers = m_words->size() == 5 && isWord(m_words->at(3), "PXAT");
    if (keepsTtl)
        takeOurSet(key, value);
    else if (isProducers)
        takeProducersSet(key, value);
    else
        violate(harm::unknownWrite, key, m_state.value(key), value);
    m_state[key] = value;
}

void EffectOracle::takeProducersSet(const QByteArray &key, const QByteArray &value)
{
    const Mark mark = readMark(value);
    ProducerSum &sum = m_seen[mark.producer];
    if (mark.write <= sum.writes) {
        ++m_heartbeats;
        return;
    }
    if (mark.write != sum.writes + 1)
        violate(harm::lostWrite, key, m_state.value(key), value);
    sum.writes = mark.write;
}

void EffectOracle::takeOurSet(const QByteArray &key, const QByteArray &value)
{
    const QByteArray before = m_state.value(key);
    ++m_claims;
    if (markOf(before) != markOf(value))
        violate(harm::rolledBack, key, before, value);
    else if (foreignBytes(before) != foreignBytes(value))
        violate(harm::foreignBytesChanged, key, before, value);
    else if (!m_intents.has(IntentLog::Kind::Claim, key, before))
        violate(harm::notJudged, key, before, value);
}

void EffectOracle::takeDelete()
{
    const QByteArray key = m_words->at(1).toByteArray();
    const QByteArray before = m_state.take(key);
    if (m_words->size() == 3) {
        ++m_producerDeletes;
        return;
    }
    ++m_deletes;
    if (!m_intents.has(IntentLog::Kind::Delete, key, before))
        violate(harm::wrongDelete, key, before, {});
}

void EffectOracle::compare(const QMap<int, ProducerSum> &sums)
{
    qint64 heartbeats = 0;
    qint64 deletes = 0;
    for (auto it = sums.begin(); it != sums.end(); ++it) {
        heartbeats += it->heartbeats;
        deletes += it->deletes;
        if (m_seen.value(it.key()).writes != it->writes)
            violate(harm::lostWrite, "producer " + QByteArray::number(it.key()),
                QByteArray::number(m_seen.value(it.key()).writes), QByteArray::number(it->writes));
    }
    if (heartbeats != m_heartbeats || deletes != m_producerDeletes)
        violate(harm::unknownWrite, "the sums",
            QByteArray::number(heartbeats) + " heartbeats, " + QByteArray::number(deletes) + " deletes",
            QByteArray::number(m_heartbeats) + ", " + QByteArray::number(m_producerDeletes));
}

} // namespace emberwatch::test

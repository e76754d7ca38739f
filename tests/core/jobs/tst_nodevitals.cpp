// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/nodevitals.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using redis::Reply;
using Announcements = NodeVitals::Announcements;

namespace {

const Timestamp asked(1'800'000'000'000ms);

void addText(Reply &reply, Reply::Type type, QByteArrayView text)
{
    reply.addText(type, text.data(), text.size());
}

void addPair(Reply &reply, QByteArrayView first, QByteArrayView second)
{
    const quint32 pair = reply.beginArray(2);
    addText(reply, Reply::Type::String, first);
    addText(reply, Reply::Type::String, second);
    reply.endArray(pair);
}

/// @param flags  of notify-keyspace-events; nullopt: not asked; "NO": refused
Reply answer(const std::optional<QByteArray> &flags)
{
    Reply reply;
    const quint32 all = reply.beginArray(flags ? 3 : 2);
    addPair(reply, "1800000002", "500000");
    reply.addInteger(17);
    if (flags == "NO")
        addText(reply, Reply::Type::Error, "NOPERM no");
    else if (flags)
        addPair(reply, "notify-keyspace-events", *flags);
    reply.endArray(all);
    return reply;
}

} // namespace

class TestNodeVitals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theServersClockIsTakenHalfWay()
    {
        const NodeVitals vitals = nodeVitalsFrom(answer({}), asked, asked + 1s);
        QCOMPARE(vitals.serverMinusOurClock, std::optional<qint64>(2'000));
        QCOMPARE(vitals.keys, std::optional<qint64>(17));
    }

    void announcementsAreWhatTheFlagsSay_data()
    {
        QTest::addColumn<std::optional<QByteArray>>("flags");
        QTest::addColumn<Announcements>("announcements");
        QTest::newRow("not asked") << std::optional<QByteArray>() << Announcements::NotAsked;
        QTest::newRow("refused") << std::optional<QByteArray>("NO") << Announcements::Refused;
        QTest::newRow("off") << std::optional<QByteArray>("") << Announcements::Off;
        QTest::newRow("some other events") << std::optional<QByteArray>("Ex") << Announcements::Off;
        QTest::newRow("on") << std::optional<QByteArray>("xe$gK") << Announcements::On;
        QTest::newRow("all of them") << std::optional<QByteArray>("AK") << Announcements::On;
    }
    void announcementsAreWhatTheFlagsSay()
    {
        QFETCH(std::optional<QByteArray>, flags);
        QFETCH(Announcements, announcements);
        QCOMPARE(nodeVitalsFrom(answer(flags), asked, asked).announcements, announcements);
    }

    void refusedPartsAreLeftOut()
    {
        Reply reply;
        const quint32 all = reply.beginArray(2);
        addText(reply, Reply::Type::Error, "NOPERM no");
        addText(reply, Reply::Type::Error, "NOPERM no");
        reply.endArray(all);
        QCOMPARE(nodeVitalsFrom(reply, asked, asked), NodeVitals());
    }
};

QTEST_GUILESS_MAIN(TestNodeVitals)
#include "tst_nodevitals.moc"

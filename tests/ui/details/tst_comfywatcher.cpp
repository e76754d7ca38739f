// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/comfywatcher.h"

#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using comfyui::JobEvidence;
using comfyui::Presence;
using comfyui::ServerLook;
using State = ComfySighting::State;

namespace {

const QString gpu = u"http://gpu-2:8188"_s;
const PromptId job("job-1");

ServerLook lookWith(const QList<QByteArray> &pending, const QByteArray &running = {})
{
    ServerLook look;
    look.server = *comfyui::ServerAddress::fromText(gpu);
    look.state = ServerLook::State::Reachable;
    look.nextLook = Timestamp(3s);
    look.queue.emplace();
    for (const QByteArray &id : pending) {
        look.queue->pending.emplaceBack();
        look.queue->pending.last().promptId = PromptId(id);
    }
    if (!running.isEmpty()) {
        look.queue->running.emplaceBack();
        look.queue->running.last().promptId = PromptId(running);
        look.queue->running.last().isRunning = true;
    }
    return look;
}

JobEvidence evidence(Presence presence)
{
    JobEvidence evidence;
    evidence.promptId = job;
    evidence.presence = presence;
    return evidence;
}

} // namespace

class TestComfyWatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void asksNobodyWhoIsNotAllowed();
    void takesWhatTheQueueSaysWithoutAsking();
    void asksOnceForWhatIsInNoQueue();
    void asksHowItEndedOnceItHasLeftTheQueue();
    void anAnswerForAnotherJobIsIgnored();
    void saysWhyItSaysNothing();

private:
    std::optional<ServerLook> m_look;
    std::unique_ptr<ComfyWatcher> m_watcher;
    [[nodiscard]] State state() const { return m_watcher->sighting().state; }
    void allow() { m_watcher->setAllowed(*comfyui::ServerAllowList::fromTexts({gpu})); }
};

void TestComfyWatcher::init()
{
    m_look.reset();
    m_watcher = std::make_unique<ComfyWatcher>([this](const comfyui::ServerAddress &) { return m_look; });
}

void TestComfyWatcher::asksNobodyWhoIsNotAllowed()
{
    QSignalSpy asked(m_watcher.get(), &ComfyWatcher::asked);
    m_watcher->setJob(job, gpu);
    QCOMPARE(state(), State::NotAllowed);
    m_watcher->askAgain();
    QCOMPARE(asked.count(), 0);
    allow();
    QCOMPARE(asked.count(), 1);
    QCOMPARE(state(), State::Asking);
    m_watcher->setAllowed({});
    QCOMPARE(state(), State::NotAllowed);
}

void TestComfyWatcher::takesWhatTheQueueSaysWithoutAsking()
{
    allow();
    m_look = lookWith({"other", "job-1"});
    QSignalSpy asked(m_watcher.get(), &ComfyWatcher::asked);
    m_watcher->setJob(job, gpu);
    QCOMPARE(state(), State::Answered);
    QCOMPARE(m_watcher->sighting().evidence->placeInQueue, std::optional(2));
    m_watcher->takeLook(lookWith({}, "job-1"));
    QCOMPARE(m_watcher->sighting().evidence->presence, Presence::Running);
    QCOMPARE(asked.count(), 0);
}

void TestComfyWatcher::asksOnceForWhatIsInNoQueue()
{
    allow();
    m_look = lookWith({});
    QSignalSpy asked(m_watcher.get(), &ComfyWatcher::asked);
    m_watcher->setJob(job, gpu);
    m_watcher->setJob(job, gpu);
    m_watcher->takeLook(lookWith({}));
    QCOMPARE(asked.count(), 1);
    m_watcher->takeEvidence(evidence(Presence::DoneOk));
    QCOMPARE(state(), State::Answered);
    m_watcher->takeLook(lookWith({}));
    QCOMPARE(asked.count(), 1); // it has ended: that does not change
    m_watcher->askAgain();
    QCOMPARE(asked.count(), 2);
}

void TestComfyWatcher::asksHowItEndedOnceItHasLeftTheQueue()
{
    allow();
    m_look = lookWith({}, "job-1");
    QSignalSpy asked(m_watcher.get(), &ComfyWatcher::asked);
    m_watcher->setJob(job, gpu);
    QCOMPARE(asked.count(), 0);
    m_watcher->takeLook(lookWith({}));
    QCOMPARE(asked.count(), 1);
}

void TestComfyWatcher::anAnswerForAnotherJobIsIgnored()
{
    allow();
    m_watcher->setJob(PromptId("job-2"), gpu);
    m_watcher->takeEvidence(evidence(Presence::DoneOk));
    QCOMPARE(state(), State::Asking);
    m_watcher->forget();
    m_watcher->takeEvidence(evidence(Presence::DoneOk));
    QVERIFY(!m_watcher->sighting().evidence);
}

void TestComfyWatcher::saysWhyItSaysNothing()
{
    m_watcher->setJob(job, {});
    QCOMPARE(state(), State::NoServer);
    m_watcher->setJob(job, u"the big one"_s);
    QCOMPARE(state(), State::NoAddress);
}

QTEST_GUILESS_MAIN(TestComfyWatcher)
#include "tst_comfywatcher.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/evidencegatherer.h"

#include "core/base/answer.h"

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

/// The passes of one call of gather().
class EvidenceGatherer::Gathering : public QObject
{
public:
    using Shared = std::shared_ptr<Answer<QList<ServerEvidence>>>;

    Gathering(EvidenceGatherer *gatherer, Shared answer)
        : QObject(gatherer)
        , m_gatherer(gatherer)
        , m_answer(std::move(answer))
    {
    }

    ~Gathering() override
    {
        // Whoever waits may destroy the gatherer at once, which must not destroy us a second time.
        setParent(nullptr);
        m_answer->give(m_servers);
    }

    void start(const QList<ServerQuestions> &questions)
    {
        m_left = questions.size();
        for (const ServerQuestions &server : questions)
            m_servers.append(unanswered(server));
        for (qsizetype i = 0; i < questions.size(); ++i)
            ask(i, questions[i]);
        endWhenDone();
    }

private:
    [[nodiscard]] ServerEvidence unanswered(const ServerQuestions &server) const
    {
        ServerEvidence evidence{server.serverUrl, {}, {}};
        const Error why{Error::Kind::Cancelled, u"not asked"_s};
        for (const JobQuestion &job : server.jobs)
            evidence.jobs.append(unknownEvidence(job.promptId, why, now()));
        return evidence;
    }

    [[nodiscard]] Timestamp now() const { return m_gatherer->m_pool->options().clock(); }

    void ask(qsizetype index, const ServerQuestions &server)
    {
        const Result<ComfyClient> client = m_gatherer->m_pool->client(server.serverUrl);
        if (!client) {
            for (JobEvidence &job : m_servers[index].jobs)
                job = unknownEvidence(job.promptId, client.error(), now());
            return answered(index);
        }
        auto *pass = new EvidencePass(*client, server.jobs, server.canary, m_gatherer->m_options, this);
        connect(pass, &EvidencePass::finished, this, [this, pass, index] {
            m_servers[index].jobs = pass->evidence();
            m_servers[index].queue = pass->queue();
            pass->deleteLater();
            answered(index);
            endWhenDone();
        });
        pass->start();
    }

    void answered(qsizetype index)
    {
        --m_left;
        Q_EMIT m_gatherer->serverAnswered(m_servers[index]);
    }

    void endWhenDone()
    {
        if (m_left == 0)
            deleteLater();
    }

    EvidenceGatherer *m_gatherer;
    Shared m_answer;
    QList<ServerEvidence> m_servers;
    qsizetype m_left = 0;
};

EvidenceGatherer::EvidenceGatherer(ServerPool *pool, PassOptions options, QObject *parent)
    : QObject(parent)
    , m_pool(pool)
    , m_options(options)
{
}

QCoro::Task<QList<ServerEvidence>> EvidenceGatherer::gather(QList<ServerQuestions> questions)
{
    const auto answer = std::make_shared<Answer<QList<ServerEvidence>>>();
    auto *gathering = new Gathering(this, answer);
    gathering->start(questions);
    Answer<QList<ServerEvidence>>::Awaiter awaiter(answer);
    QList<ServerEvidence> servers = co_await awaiter;
    co_return servers;
}

} // namespace emberwatch::comfyui

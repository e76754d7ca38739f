// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/actiondesk.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

namespace {

comfyui::ComfyOptions quickComfy()
{
    comfyui::ComfyOptions options;
    options.timeout = std::chrono::seconds(10);
    return options;
}

comfyui::ServerAllowList allowedOf(const QStringList &servers)
{
    return comfyui::ServerAllowList::fromTexts(servers).value();
}

} // namespace

ActionDesk::ActionDesk(const DeskSetup &setup)
    : world(setup.postgres, setup.simulator)
    , topology(world.redis.options())
    , jobs(&topology, JobSchema())
    , journal(world.setup().journalPath)
    , records(setup.hasRecords ? world.records.store() : nullptr)
    , servers(allowedOf(QStringList{world.serverUrl()} + setup.moreServers), quickComfy())
    , options{{u"ann"_s, u"ops-1"_s, u"emberwatch test"_s}, u"staging"_s, JobSchema(), systemNow}
{
    if (setup.isProduction)
        guard = std::make_unique<GuardRails>(
            GuardedEnvironment{u"staging"_s, EnvironmentClass::Production}, &journal);
    sources = {&jobs, records.get(), &servers, &journal, guard.get()};
}

ActionDesk::~ActionDesk() = default;

void ActionDesk::runOnServer(const QByteArray &id, const QString &state, ComfySimProcess *server)
{
    const QJsonObject job{{u"id"_s, QString::fromUtf8(id)}, {u"state"_s, state},
        {u"duration_ms"_s, 3'600'000}, {u"steps"_s, 36'000}};
    (server != nullptr ? server : &world.sim)->control(u"load"_s, {{u"jobs"_s, QJsonArray{job}}});
}

int ActionDesk::requests(const QString &method, const QString &path)
{
    const QJsonObject counts = world.sim.control(u"requests"_s);
    int count = 0;
    for (auto endpoint = counts.begin(); endpoint != counts.end(); ++endpoint) {
        if (endpoint.key().startsWith(method) && endpoint.key().contains(path))
            count += endpoint->toInt();
    }
    return count;
}

QList<JournalLine> ActionDesk::lines(const QByteArray &id)
{
    JournalSelection selection;
    selection.promptId = PromptId(id);
    QList<JournalLine> found = journal.lines(selection).result().value();
    std::reverse(found.begin(), found.end());
    return found;
}

QList<JournalLine> ActionDesk::lines()
{
    JournalSelection selection;
    selection.limit = 100'000;
    QList<JournalLine> found = journal.lines(selection).result().value();
    std::reverse(found.begin(), found.end());
    return found;
}

qint64 ActionDesk::expiry(const QByteArray &id)
{
    const JobReading reading = answerOf(jobs.get(PromptId(id))).value();
    const auto expiresAt = reading.expiresAt();
    return expiresAt ? expiresAt->time_since_epoch().count() : 0;
}

} // namespace emberwatch::test

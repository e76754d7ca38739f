// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/demooptions.h"
#include "app/demo/producer.h"
#include "app/demo/scenario.h"
#include "core/redis/connection.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace emberwatch::demo {

/// Several producers over one Redis, and the fate that rules them: it submits jobs so that the wanted number
/// is alive, lets a producer die now and then, and leaves a strange value here and there.
class World : public QObject
{
    Q_OBJECT
public:
    World(const redis::ConnectionOptions &server, const DemoOptions &options, QObject *parent = nullptr);

Q_SIGNALS:
    /// The wanted number of jobs is there for the first time.
    void populated();

private:
    void look();
    void populate(Timestamp now);
    void takeOverSome();
    void addAbandoned(Timestamp now);
    void replenish(int missing, Timestamp now);
    void submitOne(Timestamp now);
    void letOneDie();
    void leaveOddity();
    [[nodiscard]] bool allAreUp() const;
    [[nodiscard]] int mayBeAbandoned() const { return m_jobs / 8; }
    [[nodiscard]] Producer &someProducer();

    int m_jobs;
    Scenario m_scenario;
    JobSchema m_schema;
    std::vector<std::unique_ptr<Producer>> m_producers;
    redis::Connection m_observer;
    size_t m_nextOddity = 0;
    int m_abandoned = 0;
    int m_toTakeOver = 0; ///< of the jobs that are under way at the beginning
    int m_missing = 0; ///< at the last look
    bool m_hasBegun = false;
    bool m_isPopulated = false;
    bool m_isLooking = false;
    QTimer m_look;
    QTimer m_death;
    QTimer m_oddity;
};

} // namespace emberwatch::demo

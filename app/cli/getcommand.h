// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/joblook.h"
#include "core/jobs/jobstore.h"
#include "core/redis/topology.h"

#include <QCoroTask>

namespace emberwatch::cli {

/// emberwatch get: one value, byte for byte.
class GetCommand : public Command
{
    Q_OBJECT
public:
    GetCommand(Settings settings, PromptId id);
    void start() override;

private:
    QCoro::Task<void> read();
    void report(const JobReading &reading);
    void printJson(const JobReading &reading, const JobLook &look);
    void printValue(const QByteArray &value);
    void sayTimes(const JobReading &reading, const JobLook &look) const;

    PromptId m_id;
    redis::StandaloneTopology m_topology;
    JobStore m_store;
};

} // namespace emberwatch::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/workplan.h"

#include <memory>
#include <optional>

namespace emberwatch::comfysim {

/// A submitted prompt. Its JSON parts are kept as text: they are only ever shown again.
struct Job
{
    QByteArray id;
    double number = 0; ///< priority, lower runs first
    bool hasClientNumber = false; ///< chosen by the client: shown as a float
    QByteArray prompt = "{}";
    QByteArray extraData = "{}";
    QByteArray outputs = "[]"; ///< ids of the output nodes
    std::optional<QByteArray> clientId; ///< nullopt: none was given
    qint64 createTime = 0; ///< ms by the server's clock
    QByteArray workflowId; ///< null: none
    bool breaksJobList = false; ///< extra_pnginfo null: GET /api/jobs answers 500 while the job exists
    std::shared_ptr<const WorkPlan> plan;

    [[nodiscard]] QByteArray numberText() const;
    /// [number, prompt_id, prompt, extra_data, outputs_to_execute]
    [[nodiscard]] QByteArray tuple() const;

    /// Fills what follows from extra_data.
    void readExtraData(const json::Value &extraData);
};

/// The same job twice in a queue is two of these.
using JobRef = std::shared_ptr<const Job>;

} // namespace emberwatch::comfysim

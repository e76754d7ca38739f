// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/pythonjson.h"

#include <chrono>

namespace emberwatch::comfysim {

/// A node as the simulated worker runs it. Children of an expanded node have ids like 1.0.0.2 and the display
/// node, parent and real node 1.
struct PlannedNode
{
    QByteArray id{};
    QByteArray displayId{};
    QByteArray parentId{}; ///< null: no child
    QByteArray realId{};
    QByteArray classType{};
    bool isCached = false;
    bool isOutput = false;
    bool sendsPreviews = false;
    int images = 0; ///< files that it leaves
    QByteArray filePrefix{};
    QByteArray fileType{}; ///< "output" or "temp"
    QList<json::Member> extraOutput{}; ///< further members of its UI output
    QByteArray currentInputs = "{}"; ///< as an execution_error shows them
};

/// One thing that happens in a job, some time after the one before.
struct Move
{
    enum class Kind
    {
        StartNode,
        Step, ///< progress: value of max
        Block, ///< an ExecutionBlocked error, after which the job goes on
        Say, ///< a progress text
        Fail,
        KillWorker, ///< the worker thread ends, the server stays
        KillProcess,
        FinishNode
    };
    Kind kind = Kind::Step;
    qsizetype node = 0; ///< index in WorkPlan::nodes
    std::chrono::microseconds wait{0};
    int value = 0;
    int max = 0;
    QByteArray text{}; ///< the progress text, or the exception's message
    QByteArray exceptionType{};
};

/// All that a job will do, decided when it was submitted.
struct WorkPlan
{
    QList<PlannedNode> nodes;
    QList<Move> moves;
    bool hidesFailure
        = false; ///< history calls a failure a success, as for a dependency cycle found at run time
};

} // namespace emberwatch::comfysim

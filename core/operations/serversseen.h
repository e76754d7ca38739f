// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/twopasses.h"

#include <QHash>

namespace emberwatch {

/// What the servers said in the last look, so that the next one can tell why a job is absent: whether a
/// server still remembers one that had ended there shows a restart, and where a job was seen last shows what
/// became of it (comfyui-protocol.md 6.3).
class ServersSeen
{
public:
    /// In place of what was seen before of these servers; one that gave no answer keeps what it had.
    void see(const QList<TwoPassAnswer> &answers);
    /// Completes the questions of a next look.
    void complete(QList<comfyui::ServerQuestions> &questions) const;

private:
    struct Server
    {
        std::optional<PromptId> ended; ///< the canary
        QHash<PromptId, comfyui::JobEvidence> open; ///< waiting or running when they were seen last
    };
    QHash<QString, Server> m_servers; ///< by the spelling of the questions
};

} // namespace emberwatch

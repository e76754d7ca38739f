// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/strongid.h"
#include "core/comfyui/jobevidence.h"
#include "core/jobs/jobstate.h"
#include "core/redis/connectionoptions.h"

#include <QByteArray>
#include <QList>
#include <QSet>
#include <QString>

#include <optional>

namespace emberwatch {

/// The newest state of a job that Redis could not be given.
struct SpooledJob
{
    PromptId promptId;
    QByteArray document; ///< as it ought to stand in Redis
    QByteArray standing; ///< as it last stood there; empty: never
    /// The end that its server told, so that it is not lost should the server forget it too: presence,
    /// outputsJson, errorText, endedAt.
    std::optional<comfyui::JobEvidence> end;
    bool operator==(const SpooledJob &) const = default;
};

/// A file as the spool keeps it. Errors: Parse.
[[nodiscard]] QByteArray spoolText(const SpooledJob &job);
[[nodiscard]] Result<SpooledJob> spooledJobFrom(const QByteArray &text);

/// States on the disk while Redis is away: a small file for each job, replaced as a whole, so that a crash
/// leaves the one before or the one after. Several runners may share a folder (spoolFolder()); whose turn it
/// is says the job's lease.
class Spool
{
public:
    explicit Spool(QString folder);

    /// Errors: ReadOnly (no right, no space).
    [[nodiscard]] Result<void> keep(const SpooledJob &job);
    /// What an earlier run has left is ours from now on, to be forgotten once it is written.
    void adopt(const PromptId &id) { m_kept.insert(id); }
    void forget(const PromptId &id);
    /// It was adopted, and belongs to another who may need it: it stays where it is.
    void leave(const PromptId &id) { m_kept.remove(id); }
    /// What is there, of an earlier run too. A file that cannot be read is logged and left where it is.
    [[nodiscard]] QList<SpooledJob> all() const;
    /// Jobs kept or adopted by this object and not yet forgotten.
    [[nodiscard]] int count() const { return static_cast<int>(m_kept.size()); }
    [[nodiscard]] bool contains(const PromptId &id) const { return m_kept.contains(id); }

private:
    [[nodiscard]] QString fileOf(const PromptId &id) const;

    QString m_folder;
    QSet<PromptId> m_kept;
};

/// Where states wait for this Redis: a folder below $XDG_STATE_HOME/emberwatch/spool, beside the journal.
/// Each Redis, and each prefix in it, has one of its own: what waits for one must never be written to
/// another.
///
/// @param keeper  empty: the folder that agent and commands share, where each takes up what another has left.
/// Else a folder of its own: a console that is started for a look must not take up what a live agent keeps.
[[nodiscard]] QString spoolFolder(
    const redis::ConnectionOptions &redis, const JobSchema &schema, const QString &keeper = {});

} // namespace emberwatch

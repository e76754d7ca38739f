// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/timestamp.h"
#include "ui/details/jobdetails.h"

#include <QWidget>

#include <optional>

namespace emberwatch {

class MessageCard;
class ThemeSource;

/// That and when a job left the table.
struct JobRemoval
{
    RemovalCause cause = RemovalCause::Deleted;
    Timestamp at; ///< our clock
    bool operator==(const JobRemoval &) const = default;
};

/// What has to be said about the current job before anything else: gone, stale, unreadable or doubtful, not
/// read.
class DetailsCards : public QWidget
{
    Q_OBJECT
public:
    struct State
    {
        JobDetails job;
        std::optional<JobRemoval> removed;
        std::optional<Timestamp> staleSince; ///< our clock
        std::optional<Error> readError;
    };

    /// @param themes  outlives the cards
    explicit DetailsCards(const ThemeSource *themes, QWidget *parent = nullptr);

    /// @param now  ours
    void say(const State &state, Timestamp now);

private:
    MessageCard *addCard(const ThemeSource *themes, const QString &name);
    void sayGone(const State &state, Timestamp now);
    void sayStale(const State &state, Timestamp now);
    void sayUnreadable(const State &state);
    void sayDoubts(const State &state);
    void sayReadTrouble(const State &state);

    MessageCard *m_gone;
    MessageCard *m_stale;
    MessageCard *m_doubt;
    MessageCard *m_read;
};

} // namespace emberwatch

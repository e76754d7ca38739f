// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/joblook.h"
#include "app/cli/settings.h"
#include "core/jobs/feedbatch.h"

#include <memory>
#include <string>

namespace emberwatch::cli {

/// How the events of a watch look. Appends whole lines.
class WatchPrinter
{
public:
    virtual ~WatchPrinter() = default;
    virtual void begin() { }
    /// @param isNew  it was not shown before
    virtual void printUpsert(const JobLook &look, bool isNew, Timestamp serverNow) = 0;
    /// @param cause  deleted, expired, evicted, flushed, filtered
    virtual void printRemoval(QByteArrayView id, QByteArrayView cause, Timestamp serverNow) = 0;
    virtual void printSnapshot(qint64 jobs) = 0;
    virtual void printFeed(const FeedHealth &health) = 0;
};

/// One JSON object a line (docs/json.md). @param to  outlives the printer
[[nodiscard]] std::unique_ptr<WatchPrinter> jsonWatchPrinter(std::string &to);
/// Lines for people; what is said about the feed goes to stderr. @param to  outlives the printer
[[nodiscard]] std::unique_ptr<WatchPrinter> textWatchPrinter(std::string &to, const Terminal &terminal);

} // namespace emberwatch::cli

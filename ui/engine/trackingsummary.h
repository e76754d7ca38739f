// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>
#include <QStringList>

namespace emberwatch {

/// What a console tracks, at one moment.
struct TrackingSummary
{
    int jobs = 0; ///< under our leases: their states in Redis are ours to keep up to date
    int waiting = 0; ///< still under the lease of another, to become ours once that has run out
    QString trouble; ///< why their states cannot be written, for people; empty: they are
    QStringList notes; ///< of single jobs that something is to be said about, the first few: "job-1: ..."

    [[nodiscard]] bool isAny() const { return jobs > 0 || waiting > 0; }
    bool operator==(const TrackingSummary &) const = default;
};

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::TrackingSummary)

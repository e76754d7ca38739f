// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/analyticssink.h"

#include <QFile>

namespace emberwatch {

/// Appends each event as one line to a file. Several processes may share it. What cannot be written is lost,
/// and the log says so once.
class JsonLinesSink : public AnalyticsSink
{
public:
    explicit JsonLinesSink(const QString &path);
    void record(const AnalyticsEvent &event) override;

private:
    QFile m_file;
    bool m_hasComplained = false;
};

} // namespace emberwatch

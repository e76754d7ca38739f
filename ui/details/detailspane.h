// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/timestamp.h"
#include "core/jobs/jobstore.h"
#include "ui/details/comfysighting.h"
#include "ui/details/jobdetails.h"
#include "ui/details/recordsighting.h"

#include <QList>
#include <QWidget>

#include <chrono>
#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace emberwatch {

class ThemeSource;

/// Everything about the job that is current in the table. Gets values, asks for readings by a signal, and
/// never takes the focus by itself.
class DetailsPane : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives the pane
    DetailsPane(const ThemeSource *themes, JobSchema schema, Clock clock, QWidget *parent = nullptr);
    ~DetailsPane() override;

    [[nodiscard]] std::optional<PromptId> current() const;
    /// displayUrl of the server, for the command to copy; empty: not known.
    void setServerAddress(const QString &displayUrl);
    /// What may be done about the current job; each outlives the pane.
    void setActions(const QList<QAction *> &actions);

public Q_SLOTS:
    void showNothing();
    /// The same job again updates in place, and asks for a new reading where something changed.
    void showJob(const emberwatch::JobDetails &job);
    /// Answers to readRequested(). Those for another job than the current one are ignored.
    void showReading(const emberwatch::JobReading &reading);
    void showReadError(const emberwatch::PromptId &id, const emberwatch::Error &error);
    /// The current job has left the table: its content stays, greyed. Ignored for any other job.
    void showRemoval(const emberwatch::PromptId &id, emberwatch::RemovalCause cause);
    /// What ComfyUI says of the current job.
    void showSighting(const emberwatch::ComfySighting &sighting);
    /// What the database says of the current job.
    void showRecord(const emberwatch::RecordSighting &sighting);
    /// @param lastData  our clock: until when what is shown is known to be true; nullopt: it is live
    void setStaleSince(std::optional<emberwatch::Timestamp> lastData);
    void setServerMinusOurClock(std::chrono::milliseconds difference);

Q_SIGNALS:
    /// The document of this job is wanted: at most one at a time, and at most two a second.
    void readRequested(const emberwatch::PromptId &id);
    /// The operator wants everything to be asked anew.
    void refreshRequested();
    void closeRequested();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch

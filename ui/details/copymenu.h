// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobstore.h"
#include "ui/details/jobdetails.h"

#include <QMenu>

#include <optional>

namespace emberwatch {

/// What of a job can be taken along. Each entry is off, and says why, where there is nothing to take.
class CopyMenu : public QMenu
{
    Q_OBJECT
public:
    explicit CopyMenu(QByteArray keyPrefix, QWidget *parent = nullptr);

    void setServerAddress(const QString &displayUrl) { m_serverAddress = displayUrl; }
    void setJob(const std::optional<JobDetails> &job);
    void setReading(const std::optional<JobReading> &reading);

    void copyPromptId();

Q_SIGNALS:
    /// "Prompt ID", ...: is in the clipboard now.
    void copied(const QString &what);

private:
    QAction *addEntry(const QString &text, const QString &name, void (CopyMenu::*copy)());
    void enable();
    void put(const QString &text, const QAction *entry);
    void copyValue();
    void copyPretty();
    void copyHex();
    void copyCommand();
    void copyRow();

    QByteArray m_keyPrefix;
    QString m_serverAddress;
    std::optional<JobDetails> m_job;
    std::optional<JobReading> m_reading;
    QAction *m_promptId;
    QAction *m_value;
    QAction *m_pretty;
    QAction *m_hex;
    QAction *m_command;
    QAction *m_row;
};

} // namespace emberwatch

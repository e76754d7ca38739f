// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/details/jobdetails.h"
#include "ui/theme/icons.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QToolButton;
QT_END_NAMESPACE

namespace emberwatch {

class ThemeSource;
class ValueLabel;

/// Which job: status as icon and word, percent, promptId; to the right what can be done with the pane.
class DetailsHeader : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives the header
    explicit DetailsHeader(const ThemeSource *themes, QWidget *parent = nullptr);

    void setJob(const JobDetails &job);
    void setNoJob();
    /// Without colours: what is shown is no longer true.
    void setMuted(bool isMuted);
    void setReading(bool isReading);

Q_SIGNALS:
    void refreshRequested();
    void closeRequested();
    void copyRequested();

private:
    QToolButton *addButton(const QString &name, Icon icon, const QString &what);
    void lookAnew();

    const ThemeSource *m_themes;
    std::optional<JobDetails> m_job;
    bool m_isMuted = false;
    QLabel *m_icon;
    QLabel *m_status;
    QLabel *m_percent;
    QToolButton *m_refresh;
    QToolButton *m_close;
    ValueLabel *m_id;
    QToolButton *m_copy;
};

} // namespace emberwatch

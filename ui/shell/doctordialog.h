// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diagnosis/doctor.h"
#include "ui/shell/banddialog.h"

class QLabel;
class QScrollArea;

namespace emberwatch {

class DoctorRun;
class FindingList;

/// Examines the server and shows what is found, step by step. Changes nothing.
class DoctorDialog : public BandDialog
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    DoctorDialog(const ThemeSource *themes, const redis::ConnectionOptions &connection,
        const DoctorOptions &options, EnvironmentClass environment, QWidget *parent);
    ~DoctorDialog() override;

private:
    void add(const Finding &finding);
    void finish();

    FindingList *m_findings;
    QScrollArea *m_area;
    QLabel *m_progress;
    DoctorRun *m_run;
};

} // namespace emberwatch

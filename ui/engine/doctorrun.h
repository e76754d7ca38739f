// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diagnosis/doctor.h"

#include <QObject>
#include <QThread>

namespace emberwatch {

/// A doctor at work in a thread of its own. Destroying it stops the examination.
class DoctorRun : public QObject
{
    Q_OBJECT
public:
    DoctorRun(redis::ConnectionOptions connection, DoctorOptions options, QObject *parent = nullptr);
    ~DoctorRun() override;

    void start();

Q_SIGNALS:
    void found(const emberwatch::Finding &finding);
    void finished();

private:
    QThread m_thread;
};

} // namespace emberwatch

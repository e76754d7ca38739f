// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/doctorrun.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

DoctorRun::DoctorRun(redis::ConnectionOptions connection, DoctorOptions options, QObject *parent)
    : QObject(parent)
{
    m_thread.setObjectName(u"doctor"_s);
    auto *doctor = new Doctor(std::move(connection), std::move(options)); // no parent: it changes thread
    doctor->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, doctor, &Doctor::start);
    connect(&m_thread, &QThread::finished, doctor, &QObject::deleteLater);
    connect(doctor, &Doctor::found, this, &DoctorRun::found);
    connect(doctor, &Doctor::finished, this, &DoctorRun::finished);
}

DoctorRun::~DoctorRun()
{
    m_thread.quit();
    m_thread.wait();
}

void DoctorRun::start()
{
    m_thread.start();
}

} // namespace emberwatch

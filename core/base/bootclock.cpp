// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/bootclock.h"

#include <QFile>

#include <ctime>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

std::chrono::milliseconds sinceBoot()
{
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

QByteArray bootId()
{
    QFile file(u"/proc/sys/kernel/random/boot_id"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

} // namespace

BootClock systemBootClock()
{
    return {bootId(), sinceBoot};
}

} // namespace emberwatch

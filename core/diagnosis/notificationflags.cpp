// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/notificationflags.h"

#include <algorithm>

namespace emberwatch {

namespace {

bool has(QByteArrayView flags, char flag)
{
    return flags.contains(flag) || (flag != 'K' && flags.contains('A'));
}

} // namespace

bool isEnoughForJobs(QByteArrayView flags)
{
    const QByteArrayView needed = "Kg$x";
    return std::all_of(needed.begin(), needed.end(), [flags](char flag) { return has(flags, flag); });
}

bool tellsEvictions(QByteArrayView flags)
{
    return has(flags, 'e');
}

QByteArray withFlagsForJobs(QByteArrayView flags)
{
    QByteArray result = flags.toByteArray();
    for (const char flag : QByteArrayView("Kg$xe")) {
        if (!has(flags, flag))
            result += flag;
    }
    return result;
}

} // namespace emberwatch

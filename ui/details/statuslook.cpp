// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/statuslook.h"

#include <QCoreApplication>

namespace emberwatch {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(StatusLook)
};

} // namespace

StatusLook statusLook(std::optional<JobStatus> status)
{
    if (!status)
        //: In place of a job's status
        return {Words::tr("not readable"), Icon::Unreadable, &Colors::conflict};
    const QString word = QString::fromLatin1(wordOf(*status));
    switch (*status) {
    case JobStatus::Queued:
        return {word, Icon::Queued, &Colors::queued};
    case JobStatus::Processing:
        return {word, Icon::Processing, &Colors::processing};
    case JobStatus::Completed:
        return {word, Icon::Completed, &Colors::completed};
    case JobStatus::Failed:
        break;
    }
    return {word, Icon::Failed, &Colors::failed};
}

} // namespace emberwatch

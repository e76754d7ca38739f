// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/diagnosis/finding.h"
#include "core/jobs/jobdocument.h"
#include "core/jobs/joblisting.h"

#include <QByteArrayView>
#include <QStringList>

namespace emberwatch {

/// What a reading of all values found: how many can be read, and a few of those that cannot.
class ValueSurvey
{
public:
    explicit ValueSurvey(DocumentLimits limits);

    /// @param id  of the key
    void add(const ListedJob &job, QByteArrayView id, Timestamp serverNow);
    [[nodiscard]] Finding values() const;
    [[nodiscard]] Finding expiry() const;

private:
    /// How often, and the first few.
    struct Tally
    {
        qint64 count = 0;
        QStringList examples;
        void add(QByteArrayView id, const QString &reason);
    };

    void addUnreadable(QByteArrayView id, Unreadable why, QByteArrayView detail);

    JobParser m_parser;
    qint64 m_count = 0;
    Tally m_unreadable;
    Tally m_doubtful;
    Tally m_withoutTtl;
};

} // namespace emberwatch

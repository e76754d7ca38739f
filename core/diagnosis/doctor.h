// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/diagnosis/finding.h"
#include "core/jobs/jobdocument.h"
#include "core/jobs/jobstate.h"
#include "core/redis/connectionoptions.h"

#include <QObject>

#include <memory>

namespace emberwatch {

struct DoctorOptions
{
    JobSchema schema;
    DocumentLimits limits;
    /// Read every value under the prefix for Values and Expiry. Off: these two steps are left out and keys
    /// are only counted, which is enough for "does this address work?".
    bool readsValues = true;
    Clock clock = systemNow;
};

/// Examines one server as one user, without changing anything.
///
/// What the user may do is found out by doing it where it cannot matter: whole commands on a random key under
/// the prefix that does not exist (COMMAND, ACL and CONFIG are often refused). A command that writes is sent
/// in a form that writes nothing: SET with XX, DEL and PEXPIREAT of the absent key, scripts that return a
/// number.
///
/// Hands out at most one finding a step, in the order of DiagnosisStep, each as soon as it is known. Where a
/// step ends it all (no connection, wrong password), its finding is the last. Ends by itself also on a server
/// that does not answer: each command has the connection's time-outs. Destroying it stops it (from
/// inside its signals by deleteLater()).
///
/// Lives in the thread of its event loop.
class Doctor : public QObject
{
    Q_OBJECT
public:
    Doctor(redis::ConnectionOptions connection, DoctorOptions options, QObject *parent = nullptr);
    ~Doctor() override;

    /// Once.
    void start();

Q_SIGNALS:
    void found(const emberwatch::Finding &finding);
    /// After the last finding; once.
    void finished();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch

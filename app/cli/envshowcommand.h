// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "app/cli/shownsettings.h"
#include "core/operations/guardrails.h"
#include "core/operations/journal.h"
#include "core/operations/leasesurvey.h"

#include <memory>
#include <optional>

namespace emberwatch::cli {

/// emberwatch env show: every setting that holds and where it was set, whether the environment may be written
/// to, and who is acting in it now.
class EnvShowCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    struct Shown
    {
        QString file; ///< of the environment; empty: none was named
        QList<ShownSetting> settings;
        redis::ConnectionOptions connection;
    };
    EnvShowCommand(Settings settings, Shown shown);
    void start() override;

private:
    void takePermit(const Result<std::optional<WritePermit>> &permit);
    void askWhoActs();
    void takeReady(const Result<void> &ready);
    void takeLeases(const Result<QList<HeldLease>> &leases);
    void conclude();
    void print();
    void printJson();
    [[nodiscard]] std::string settingsJson() const;
    [[nodiscard]] std::string actingJson() const;

    Shown m_shown;
    std::unique_ptr<Journal> m_journal; ///< nullptr: there is none, so nothing was raised
    std::unique_ptr<GuardRails> m_guard;
    std::optional<WritePermit> m_permit;
    redis::Connection m_connection;
    std::optional<QList<HeldLease>> m_leases; ///< nullopt: see m_whyNoLeases
    QString m_whyNoLeases;
    QObject m_answers;
};

} // namespace emberwatch::cli

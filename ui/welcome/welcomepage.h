// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/diagnosis/finding.h"
#include "core/redis/connectionoptions.h"

#include <QWidget>

#include <memory>

namespace emberwatch {

class ThemeSource;

/// What the machine offers besides typing an address.
struct WelcomeOffers
{
    bool hasDemo = false; ///< emberwatch-demo lies beside the program
    QString redisUrl; ///< displayUrl of what REDIS_URL names; empty: not set, or not readable
    QString redisUrlProblem; ///< why REDIS_URL is set and cannot be read
    bool operator==(const WelcomeOffers &) const = default;
};

/// First start: which Redis? Has no socket: it asks by signals and is told by slots.
class WelcomePage : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives the page
    WelcomePage(const ThemeSource *themes, WelcomeOffers offers, QWidget *parent = nullptr);
    ~WelcomePage() override;

    /// Fills the field; a password in it is kept and never shown.
    void setAddress(const QString &url);

public Q_SLOTS:
    /// Of the doctor that was started on testRequested().
    void showFinding(const emberwatch::Finding &finding);
    void showTestFinished();
    /// Connecting, or starting the demo world, did not work: said where it was asked for; nothing typed is
    /// lost.
    void showConnectError(const emberwatch::Error &error);
    void showDemoError(const emberwatch::Error &error);
    /// Connecting goes on elsewhere: everything can be used again.
    void showReady();

Q_SIGNALS:
    void testRequested(const emberwatch::redis::ConnectionOptions &options);
    void testCancelled();
    void connectRequested(const emberwatch::redis::ConnectionOptions &options);
    void demoRequested();
    void redisUrlRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QObject>
#include <QProcess>

namespace emberwatch {

/// The demo world as a program of its own beside ours; ends with us.
class DemoProcess : public QObject
{
    Q_OBJECT
public:
    explicit DemoProcess(QObject *parent = nullptr);
    ~DemoProcess() override;

    /// Where it lies; empty: it is not installed.
    [[nodiscard]] static QString program();

    void start();

Q_SIGNALS:
    void ready(const QString &redisUrl);
    void failed(const emberwatch::Error &why);

private:
    void readUrl();
    void fail(const QString &why);

    QProcess m_process;
    QByteArray m_output;
    bool m_isReady = false;
};

} // namespace emberwatch

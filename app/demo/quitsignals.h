// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace emberwatch::demo {

/// Turns SIGINT, SIGTERM and SIGHUP into a Qt signal. One object a process.
class QuitSignals : public QObject
{
    Q_OBJECT
public:
    explicit QuitSignals(QObject *parent = nullptr);
    ~QuitSignals() override;

Q_SIGNALS:
    void asked();

private:
    int m_descriptor;
    QSocketNotifier m_notifier;
};

} // namespace emberwatch::demo

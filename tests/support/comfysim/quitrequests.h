// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace emberwatch::comfysim {

/// What asks the program to end: SIGTERM, SIGINT and SIGHUP, and the end of standard input if wanted. One
/// object a process.
class QuitRequests : public QObject
{
    Q_OBJECT

public:
    /// @param endsWithInput  the parent holds the other end of standard input and takes it along when it dies
    explicit QuitRequests(bool endsWithInput);
    ~QuitRequests() override;

Q_SIGNALS:
    void quitRequested();

private:
    void readInput();

    std::unique_ptr<QSocketNotifier> m_signals;
    std::unique_ptr<QSocketNotifier> m_input;
};

} // namespace emberwatch::comfysim

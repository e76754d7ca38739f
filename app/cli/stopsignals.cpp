// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/stopsignals.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace emberwatch::cli {

namespace {

// A signal handler can reach nothing but what is global.
std::array<int, 2> stopPipe{-1, -1};

void onSignal(int signal)
{
    const auto number = static_cast<char>(signal);
    [[maybe_unused]] const ssize_t written = write(stopPipe[1], &number, 1);
}

void handle(int signal, void (*handler)(int), int flags)
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigaction(signal, &action, nullptr);
}

} // namespace

StopSignals::StopSignals(QObject *parent)
    : QObject(parent)
{
    if (pipe2(stopPipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(stopPipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &StopSignals::readPipe);
    for (const int signal : {SIGINT, SIGTERM})
        handle(signal, onSignal, SA_RESTART | SA_RESETHAND);
}

StopSignals::~StopSignals()
{
    for (const int signal : {SIGINT, SIGTERM})
        handle(signal, SIG_DFL, 0);
    m_notifier.reset();
    for (int &end : stopPipe) {
        close(end);
        end = -1;
    }
}

void StopSignals::readPipe()
{
    char number = 0;
    if (read(stopPipe[0], &number, 1) == 1)
        Q_EMIT stopRequested(number);
}

} // namespace emberwatch::cli

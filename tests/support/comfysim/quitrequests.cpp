// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/quitrequests.h"

#include <array>
#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace emberwatch::comfysim {

QuitRequests::QuitRequests(bool endsWithInput)
{
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&set, number);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    const int descriptor = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    m_signals = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    connect(m_signals.get(), &QSocketNotifier::activated, this, &QuitRequests::quitRequested);
    if (!endsWithInput)
        return;
    m_input = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
    connect(m_input.get(), &QSocketNotifier::activated, this, &QuitRequests::readInput);
}

QuitRequests::~QuitRequests()
{
    const auto descriptor = static_cast<int>(m_signals->socket());
    m_signals.reset();
    ::close(descriptor);
}

void QuitRequests::readInput()
{
    std::array<char, 256> ignored{};
    if (::read(STDIN_FILENO, ignored.data(), ignored.size()) > 0)
        return;
    m_input->setEnabled(false);
    Q_EMIT quitRequested();
}

} // namespace emberwatch::comfysim

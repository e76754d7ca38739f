// SPDX-License-Identifier: GPL-3.0-or-later
#include "quitsignals.h"

#include <csignal>

#include <sys/eventfd.h>
#include <unistd.h>

namespace emberwatch::demo {
namespace {

// A signal handler has no other way to know where to write.
int wakeDescriptor = -1;

extern "C" void wakeUp(int)
{
    const quint64 one = 1;
    [[maybe_unused]] const auto written = write(wakeDescriptor, &one, sizeof one);
}

void handle(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        sigaction(number, &action, nullptr);
}

} // namespace

QuitSignals::QuitSignals(QObject *parent)
    : QObject(parent)
    , m_descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_notifier(m_descriptor, QSocketNotifier::Read)
{
    wakeDescriptor = m_descriptor;
    handle(wakeUp);
    connect(&m_notifier, &QSocketNotifier::activated, this, [this] {
        m_notifier.setEnabled(false);
        Q_EMIT asked();
    });
}

QuitSignals::~QuitSignals()
{
    handle(SIG_DFL);
    wakeDescriptor = -1;
    close(m_descriptor);
}

} // namespace emberwatch::demo

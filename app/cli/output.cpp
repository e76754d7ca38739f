// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace emberwatch::cli {

namespace {

constexpr size_t largeWrite = 1 << 20;
constexpr size_t keptCapacity = 4 << 20;

bool isRegularFile(int descriptor)
{
    struct stat status = {};
    return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

bool isWritable(int descriptor, int waitMs)
{
    pollfd wanted{descriptor, POLLOUT, 0};
    return poll(&wanted, 1, waitMs) == 1 && (wanted.revents & (POLLOUT | POLLERR | POLLHUP)) != 0;
}

} // namespace

Output::Output(int descriptor, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_isFile(isRegularFile(descriptor))
{
}

Output::~Output() = default;

void Output::send()
{
    if (isBroken() || waitingBytes() == 0)
        return forgetWritten();
    if (!m_notifier) {
        m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Write);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, &Output::writeReady);
    }
    m_notifier->setEnabled(true);
    writeReady();
}

void Output::finish()
{
    while (!isBroken() && waitingBytes() > 0) {
        if (isWritable(m_descriptor, -1))
            writeSome(largeWrite);
    }
    forgetWritten();
    if (m_notifier)
        m_notifier->setEnabled(false);
}

// A pipe or terminal that is ready takes PIPE_BUF bytes without waiting; more could block.
void Output::writeReady()
{
    const size_t most = m_isFile ? largeWrite : size_t(PIPE_BUF);
    while (waitingBytes() > 0 && isWritable(m_descriptor, 0)) {
        if (!writeSome(most))
            return;
    }
    forgetWritten();
    if (waitingBytes() > 0)
        return;
    m_notifier->setEnabled(false);
    Q_EMIT drained();
}

bool Output::writeSome(size_t most)
{
    const ssize_t written = write(m_descriptor, m_buffer.data() + m_written, std::min(most, waitingBytes()));
    if (written >= 0) {
        m_written += static_cast<size_t>(written);
        return true;
    }
    if (errno == EINTR || errno == EAGAIN)
        return true;
    breakOff(errno);
    return false;
}

void Output::forgetWritten()
{
    if (isBroken())
        m_written = m_buffer.size();
    if (waitingBytes() > 0 && m_written < largeWrite)
        return;
    m_buffer.erase(0, m_written);
    m_written = 0;
    if (m_buffer.empty() && m_buffer.capacity() > keptCapacity)
        m_buffer.shrink_to_fit();
}

void Output::breakOff(int error)
{
    m_error = error;
    if (m_notifier)
        m_notifier->setEnabled(false);
    forgetWritten();
    Q_EMIT broken();
}

} // namespace emberwatch::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>
#include <string>
#include <string_view>

namespace emberwatch::cli {

/// What goes to stdout: collected, and written while the receiver takes it, without ever making the event
/// loop wait. A reader that is slower than us (a pager) must not cost us the connection to the server.
///
/// Where writing fails (EPIPE: the receiver has gone) broken() is emitted once, and everything from then on
/// is dropped. SIGPIPE must be ignored.
class Output : public QObject
{
    Q_OBJECT
public:
    explicit Output(int descriptor, QObject *parent = nullptr);
    ~Output() override;

    /// To be filled; send() or finish() passes it on.
    [[nodiscard]] std::string &buffer() { return m_buffer; }
    /// Starts writing what is in the buffer; returns at once. May emit drained() or broken() before it
    /// returns.
    void send();
    /// Writes everything, however long the receiver takes.
    void finish();

    [[nodiscard]] size_t waitingBytes() const { return m_buffer.size() - m_written; }
    [[nodiscard]] bool isBroken() const { return m_error != 0; }
    /// errno of the write that failed, 0 for none.
    [[nodiscard]] int error() const { return m_error; }

Q_SIGNALS:
    /// All that was sent has been written.
    void drained();
    void broken();

private:
    void writeReady();
    bool writeSome(size_t most);
    void forgetWritten();
    void breakOff(int error);

    int m_descriptor;
    bool m_isFile = false;
    int m_error = 0;
    std::string m_buffer;
    size_t m_written = 0;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace emberwatch::cli

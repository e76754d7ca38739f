// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/passwordprompt.h"

#include <csignal>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

class TerminalFile
{
public:
    TerminalFile()
        : m_descriptor(open("/dev/tty", O_RDWR | O_CLOEXEC))
    {
    }
    ~TerminalFile()
    {
        if (isOpen())
            close(m_descriptor);
    }
    Q_DISABLE_COPY_MOVE(TerminalFile)

    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    [[nodiscard]] int descriptor() const { return m_descriptor; }
    void say(const QByteArray &text) const
    {
        [[maybe_unused]] const ssize_t written
            = write(m_descriptor, text.constData(), static_cast<size_t>(text.size()));
    }

private:
    int m_descriptor;
};

/// No echo for as long as it lives; Ctrl-C in between must not leave the terminal mute, so signals wait.
class Silence
{
public:
    explicit Silence(int descriptor)
        : m_descriptor(descriptor)
    {
        sigset_t blocked;
        sigemptyset(&blocked);
        for (const int signal : {SIGINT, SIGTERM, SIGTSTP})
            sigaddset(&blocked, signal);
        sigprocmask(SIG_BLOCK, &blocked, &m_signals);
        tcgetattr(descriptor, &m_before);
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        silent.c_cc[VEOL] = 3; // Ctrl-C ends the line, and is looked for in it
        tcsetattr(descriptor, TCSAFLUSH, &silent);
    }
    ~Silence()
    {
        tcsetattr(m_descriptor, TCSAFLUSH, &m_before);
        sigprocmask(SIG_SETMASK, &m_signals, nullptr);
    }
    Q_DISABLE_COPY_MOVE(Silence)

private:
    int m_descriptor;
    termios m_before = {};
    sigset_t m_signals = {};
};

QByteArray readLine(int descriptor)
{
    QByteArray line(4096, '\0');
    const ssize_t length = read(descriptor, line.data(), static_cast<size_t>(line.size()));
    line.truncate(std::max<qsizetype>(length, 0));
    return line;
}

} // namespace

Result<Secret> askPassword(const QString &question)
{
    const TerminalFile terminal;
    if (!terminal.isOpen())
        return failure(Error::Kind::Invalid, u"there is no terminal to ask for the password"_s);
    QByteArray line;
    {
        const Silence silence(terminal.descriptor());
        terminal.say(question.toUtf8() + ": ");
        line = readLine(terminal.descriptor());
    }
    terminal.say("\n");
    if (!line.endsWith('\n'))
        return failure(Error::Kind::Cancelled, u"no password was given"_s);
    line.chop(1);
    return Secret(line);
}

} // namespace emberwatch::cli

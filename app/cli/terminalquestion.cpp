// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminalquestion.h"

#include <QSocketNotifier>

#include <cstdio>
#include <unistd.h>

namespace emberwatch::cli {

TerminalQuestion::TerminalQuestion(QObject *parent)
    : QObject(parent)
{
}

TerminalQuestion::~TerminalQuestion() = default;

bool TerminalQuestion::canBeAsked()
{
    return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

void TerminalQuestion::ask(const QString &question)
{
    std::fprintf(stderr, "%s [y/N] ", qUtf8Printable(question));
    m_notifier = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &TerminalQuestion::read);
}

// A terminal hands over whole lines; nothing at all is the end of the input (Ctrl-D).
void TerminalQuestion::read()
{
    QByteArray piece(256, '\0');
    const ssize_t length = ::read(STDIN_FILENO, piece.data(), static_cast<size_t>(piece.size()));
    if (length > 0)
        m_line += piece.first(length);
    if (length > 0 && !m_line.contains('\n'))
        return;
    m_notifier->setEnabled(false);
    const QByteArray answer = m_line.trimmed().toLower();
    Q_EMIT answered(answer == "y" || answer == "yes");
}

} // namespace emberwatch::cli

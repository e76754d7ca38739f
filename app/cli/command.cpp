// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include "core/jobs/jobkey.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <unistd.h>

#include <utility>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

bool isRefusal(Error::Kind kind)
{
    return exitCodeFor(kind) == ExitCode::Refused;
}

} // namespace

void sayToUser(const QString &sentence)
{
    std::fprintf(stderr, "emberwatch: %s\n", qUtf8Printable(displayText(sentence.toUtf8())));
}

Command::Command(Settings settings)
    : m_settings(std::move(settings))
    , m_output(STDOUT_FILENO)
{
    connect(&m_output, &Output::broken, this, &Command::outputBroke);
}

void Command::say(const QString &sentence) const
{
    sayToUser(sentence);
}

void Command::sayDoing(const QString &what)
{
    const bool isShown = m_settings.err.isTerminal && !m_settings.isJson;
    if (isShown && std::exchange(m_doing, what) != what)
        say(what);
}

void Command::sayTrouble(const ConnectionTrouble &trouble) const
{
    say(trouble.sentence);
    if (!trouble.advice.isEmpty())
        say(trouble.advice);
}

void Command::finish(ExitCode code)
{
    if (std::exchange(m_isFinished, true))
        return;
    m_output.finish();
    Q_EMIT finished(m_output.isBroken() && m_output.error() != EPIPE ? ExitCode::Findings : code);
}

void Command::fail(const Error &why, const QString &doing)
{
    if (m_isFinished)
        return;
    say(doing + ": "_L1 + why.message);
    if (isRefusal(why.kind))
        say(u"'emberwatch doctor' shows which right is missing and the line that gives it."_s);
    finish(exitCodeFor(why.kind));
}

// A reader that has seen enough (head, a closed pager) is no error; a full disk is one.
void Command::outputBroke()
{
    const bool isGone = m_output.error() == EPIPE;
    if (!isGone)
        say("cannot write: "_L1 + QString::fromLocal8Bit(std::strerror(m_output.error())));
    if (!std::exchange(m_isFinished, true))
        Q_EMIT finished(isGone ? ExitCode::Fine : ExitCode::Findings);
}

} // namespace emberwatch::cli

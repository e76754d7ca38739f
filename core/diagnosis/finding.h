// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QMetaType>
#include <QString>

#include <variant>

namespace emberwatch {

/// What the server answered when one command was tried.
struct CommandRight
{
    enum class Answer : quint8
    {
        Granted,
        Denied, ///< the user may not run the command
        KeyDenied, ///< the command, but not on this key
        ChannelDenied, ///< the command, but not on this channel
        Absent, ///< the server has no such command (renamed, switched off, too old)
        Undecided, ///< the server could not answer now
    };
    QByteArray command; ///< as in an ACL rule: "mget", "client|setname"
    QByteArray object; ///< the key or channel pattern that it was tried under; empty: needs none
    Answer answer = Answer::Undecided;
    QString text; ///< the server's own words, empty where granted
    bool operator==(const CommandRight &) const = default;
};

/// "granted", "denied", "keyDenied", ...: stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(CommandRight::Answer answer);

/// What was looked at, in the order in which it is looked at.
enum class DiagnosisStep : quint8
{
    Reach, ///< name, address, round trip
    Tls, ///< only with rediss://: certificate and host name
    SignIn,
    Server, ///< product, version, role, memory policy
    Clock, ///< the server's clock against ours
    ReadJobs, ///< what a viewer needs, command by command, and how many keys are under the prefix
    LiveUpdates, ///< notifications, tracking, or polling
    ChangeJobs, ///< what an operator needs besides, command by command
    Values, ///< unreadable and doubtful values
    Expiry, ///< keys without TTL
};
/// "reach", "tls", "signIn", ...: stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(DiagnosisStep step);
/// "Reach", "TLS", "Sign in", ...: for people, English.
[[nodiscard]] QString titleOf(DiagnosisStep step);

/// A value that a finding rests on, for programs: "version", "rung", "differenceMs".
struct Fact
{
    QByteArray name;
    std::variant<qint64, QString> value;
    bool operator==(const Fact &) const = default;
};

/// One thing that was looked at and what it means. English, plain text; texts of the server have control and
/// bidirectional characters escaped. Never holds a secret.
struct Finding
{
    enum class State : quint8
    {
        Ok,
        Off, ///< this user may not, and need not: what needs it is switched off (shown with a lock)
        Warning, ///< works, but not as well as it could
        Problem, ///< something that is needed does not work
        Unknown, ///< could not be found out
    };
    DiagnosisStep step = DiagnosisStep::Reach;
    State state = State::Unknown;
    QString sentence = {}; ///< "347 keys under comfyui:job:"; one line
    QString detail = {}; ///< more lines, may be empty
    /// Lines that the server's administrator may run, one a line and nothing else, e.g.
    /// "ACL SETUSER ops_viewer +mget"; empty where there is nothing to run. Emberwatch never runs them by
    /// itself.
    QString remedy = {};
    QList<Fact> facts = {};
    QList<CommandRight> rights = {}; ///< ReadJobs, LiveUpdates and ChangeJobs: each command that was tried
    bool operator==(const Finding &) const = default;
};
/// "ok", "off", "warning", "problem", "unknown": stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(Finding::State state);

} // namespace emberwatch

Q_DECLARE_METATYPE(emberwatch::Finding)

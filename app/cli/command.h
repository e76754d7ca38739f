// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/output.h"
#include "app/cli/settings.h"
#include "core/base/result.h"
#include "core/diagnosis/connectiontrouble.h"

#include <QObject>
#include <QString>

#include <memory>

namespace emberwatch::cli {

/// One command at work: data to stdout, words to stderr, and an exit code at the end.
class Command : public QObject
{
    Q_OBJECT
public:
    explicit Command(Settings settings);

    /// Once, before the event loop runs. finished() may come at any time from then on.
    virtual void start() = 0;
    /// SIGINT or SIGTERM: what is collected has been written when finished() comes, within 2 s.
    virtual void stop(ExitCode code) { finish(code); }

Q_SIGNALS:
    void finished(emberwatch::cli::ExitCode code);

protected:
    [[nodiscard]] const Settings &settings() const { return m_settings; }
    [[nodiscard]] Output &output() { return m_output; }
    /// A sentence to stderr, behind the program's name; control characters are escaped.
    void say(const QString &sentence) const;
    /// The same of what is being done, once each, to a person at a terminal.
    void sayDoing(const QString &what);
    void sayTrouble(const ConnectionTrouble &trouble) const;
    /// Writes what is collected and ends; later calls do nothing.
    void finish(ExitCode code);
    /// The server refused or broke something that the command cannot do without.
    void fail(const Error &why, const QString &doing);

private:
    void outputBroke();

    Settings m_settings;
    Output m_output;
    QString m_doing; ///< as it was said last
    bool m_isFinished = false;
};

/// A command that is ready to start. Errors: Invalid, what is wrong about the command line.
using MadeCommand = Result<std::unique_ptr<Command>>;

/// The same for whoever is no command: "emberwatch: SENTENCE" to stderr.
void sayToUser(const QString &sentence);

} // namespace emberwatch::cli

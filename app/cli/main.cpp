// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/argumentsecrets.h"
#include "app/cli/program.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace {

/// A core dump would hold the password.
void switchOffCoreDumps()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

} // namespace

int main(int argc, char *argv[])
{
    switchOffCoreDumps();
    std::signal(SIGPIPE, SIG_IGN); // NOLINT: a reader that has gone is an error of write()
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const bool hadSecrets = emberwatch::cli::hideArgumentSecrets(argc, argv);
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"emberwatch"_s);
    QCoreApplication::setApplicationVersion(u"" EMBERWATCH_VERSION ""_s);
    // What matters to the user is said by the commands; QT_LOGGING_RULES switches the rest on.
    QLoggingCategory::setFilterRules(u"emberwatch.*.info=false\nemberwatch.*.warning=false"_s);
    return emberwatch::cli::runProgram(arguments, hadSecrets);
}

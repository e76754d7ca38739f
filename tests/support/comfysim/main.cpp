// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/programoptions.h"
#include "tests/support/comfysim/quitrequests.h"
#include "tests/support/comfysim/scriptplayer.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>

using namespace emberwatch::comfysim;

namespace {

int complain(const QByteArray &text)
{
    std::fprintf(stderr, "emberwatch-comfysim: %s\n", text.constData());
    return 2;
}

/// What the starter reads: one line, then nothing more.
void announce(const Simulator &simulator, const Control &control)
{
    const QByteArray line = json::object(
        {{"url", json::quoted(simulator.url())}, {"port", json::number(qint64(simulator.port()))},
            {"control_port", json::number(qint64(control.port()))},
            {"version", json::quoted(simulator.behaviour().versionText())}});
    std::printf("%s\n", line.constData());
    std::fflush(stdout);
}

QByteArray playFile(ScriptPlayer &player, const QString &path)
{
    if (path.isEmpty())
        return {};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return "cannot read " + path.toUtf8();
    return player.play(file.readAll());
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const ProgramOptions options = ProgramOptions::parse(QCoreApplication::arguments());
    if (options.isHelp) {
        std::printf("%s", options.text.constData());
        return 0;
    }
    if (!options.text.isNull())
        return complain(options.text);
    const QuitRequests quitRequests(options.endsWithParent);
    QObject::connect(&quitRequests, &QuitRequests::quitRequested, &application, &QCoreApplication::quit);
    Simulator simulator(options.behaviour, options.settings, options.prefix);
    Control control(simulator);
    if (!simulator.listen(options.port) || !control.listen(options.controlPort))
        return complain("the port cannot be had");
    announce(simulator, control);
    ScriptPlayer player(control);
    const QByteArray problem = playFile(player, options.script);
    if (!problem.isNull())
        return complain(problem);
    return QCoreApplication::exec();
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/programoptions.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace emberwatch::comfysim {

namespace {

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"A stand-in for a ComfyUI server, on loopback. Prints one line of JSON with its "
        "ports, and ends on SIGTERM.\nSee docs/comfyui-simulator.md."_s);
    parser.addOptions({{u"port"_s, u"Port of the server, 0: any free one."_s, u"number"_s, u"0"_s},
        {u"control-port"_s, u"Port of the control actions, 0: any free one."_s, u"number"_s, u"0"_s},
        {u"behaviour"_s, u"old (0.3.28), middle (0.3.64), new (0.33.0), or a version."_s, u"name"_s,
            u"new"_s},
        {u"speed"_s, u"Simulated work is done so many times faster."_s, u"factor"_s, u"1"_s},
        {u"workers"_s, u"Jobs that run at the same time."_s, u"number"_s, u"1"_s},
        {u"prefix"_s, u"Of all paths, as behind a proxy."_s, u"path"_s},
        {u"script"_s, u"Control actions with their times, one JSON object a line."_s, u"file"_s},
        {u"with-parent"_s, u"End when standard input ends."_s}, {{u"h"_s, u"help"_s}, u"This text."_s}});
}

} // namespace

ProgramOptions ProgramOptions::parse(const QStringList &arguments)
{
    ProgramOptions options;
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments)) {
        options.text = parser.errorText().toUtf8();
        return options;
    }
    options.isHelp = parser.isSet(u"help"_s);
    if (options.isHelp) {
        options.text = parser.helpText().toUtf8();
        return options;
    }
    bool isPort = false;
    bool isControlPort = false;
    const std::optional<Behaviour> behaviour = Behaviour::named(parser.value(u"behaviour"_s));
    options.port = parser.value(u"port"_s).toUShort(&isPort);
    options.controlPort = parser.value(u"control-port"_s).toUShort(&isControlPort);
    options.behaviour = behaviour.value_or(Behaviour());
    options.settings.speed = parser.value(u"speed"_s).toDouble();
    options.settings.workers = parser.value(u"workers"_s).toInt();
    options.prefix = parser.value(u"prefix"_s).toUtf8();
    options.script = parser.value(u"script"_s);
    options.endsWithParent = parser.isSet(u"with-parent"_s);
    const bool isGood = isPort && isControlPort && behaviour && options.settings.speed > 0
        && options.settings.workers > 0 && parser.positionalArguments().isEmpty();
    if (!isGood)
        options.text = "wrong arguments; --help explains";
    return options;
}

} // namespace emberwatch::comfysim

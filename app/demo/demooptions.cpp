// SPDX-License-Identifier: GPL-3.0-or-later
#include "demooptions.h"

#include <QCommandLineParser>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace emberwatch::demo {
namespace {

QList<QCommandLineOption> allOptions()
{
    return {
        {u"jobs"_s, u"Jobs alive at any time, 1 to 1000000 (default 400)."_s, u"N"_s, u"400"_s},
        {u"rate"_s, u"Updates a second of all producers together, about (default 60)."_s, u"N"_s, u"60"_s},
        {u"seed"_s, u"Makes up the same jobs each time (default: others each time)."_s, u"N"_s},
        {u"incident"_s,
            u"Stage an incident: records, simulated ComfyUI servers, and a job for each thing that can have "
            "happened to one. Other jobs run beside only where --jobs says how many."_s},
        {u"records"_s,
            u"Where the records of the incident are made: an empty PostgreSQL database on this machine, or a "
            "new SQLite file (default)."_s,
            u"URL"_s},
        {u"dir"_s,
            u"Folder for the redis-server: new or empty, removed at the end (default: a temporary one)."_s,
            u"FOLDER"_s},
        {u"url-file"_s, u"Write the URL into this file once everything is there."_s, u"FILE"_s},
        {u"no-notifications"_s, u"Leave keyspace notifications off, as managed servers often do."_s},
        {u"with-parent"_s, u"End when the process that started this one ends."_s},
        {{u"h"_s, u"help"_s}, u"This text."_s},
        {u"version"_s, u"Name and version."_s},
    };
}

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"A private redis-server full of simulated jobs, to try Emberwatch on. Its URL is written to the "
        u"standard "
        "output once everything is there. Ctrl-C ends it and leaves nothing behind."_s);
    parser.addOptions(allOptions());
}

tl::unexpected<Error> invalid(const QString &message)
{
    return failure(Error::Kind::Invalid, message);
}

} // namespace

Result<DemoOptions> parseDemoArguments(const QStringList &arguments)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments))
        return invalid(parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        return invalid(u"unexpected argument \"%1\""_s.arg(parser.positionalArguments().constFirst()));
    DemoOptions options;
    bool isNumber = false;
    options.isIncident = parser.isSet(u"incident"_s);
    options.records = parser.value(u"records"_s);
    if (!options.records.isEmpty() && !options.isIncident)
        return invalid(u"--records belongs to --incident"_s);
    options.jobs = parser.value(u"jobs"_s).toInt(&isNumber);
    if (options.isIncident && !parser.isSet(u"jobs"_s))
        options.jobs = 0;
    else if (!isNumber || options.jobs < 1 || options.jobs > 1'000'000)
        return invalid(u"--jobs takes a number from 1 to 1000000"_s);
    options.rate = parser.value(u"rate"_s).toDouble(&isNumber);
    if (!isNumber || !(options.rate > 0 && options.rate <= 1'000'000))
        return invalid(u"--rate takes a number above 0, up to 1000000"_s);
    options.seed = QRandomGenerator::global()->generate64();
    if (parser.isSet(u"seed"_s))
        options.seed = parser.value(u"seed"_s).toULongLong(&isNumber);
    if (!isNumber)
        return invalid(u"--seed takes a whole number"_s);
    options.folder = parser.value(u"dir"_s);
    options.urlFile = parser.value(u"url-file"_s);
    options.notifications = !parser.isSet(u"no-notifications"_s);
    options.endsWithParent = parser.isSet(u"with-parent"_s);
    options.showsHelp = parser.isSet(u"help"_s);
    options.showsVersion = parser.isSet(u"version"_s);
    return options;
}

QString demoHelp()
{
    QCommandLineParser parser;
    describe(parser);
    return parser.helpText()
        + u"\nExamples:\n"
          "  emberwatch-demo                              400 jobs, about 60 updates a second\n"
          "  emberwatch-demo --jobs 100000 --rate 1000    a large deployment\n"
          "  emberwatch-demo --no-notifications           to see the other ways of watching\n"
          "  emberwatch-demo --incident                   what triage, clean and reconcile are for\n"
          "\n"
          "Exit status: 0 ended as asked, 2 usage, 3 a server of the demo could not be started or did not stay.\n"_s;
}

} // namespace emberwatch::demo

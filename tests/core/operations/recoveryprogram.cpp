// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/recoveryreportjson.h"
#include "tests/core/operations/recoveryrig.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

QByteArray cleaningJson(const CleaningReport &report)
{
    QJsonObject counts;
    for (const CleaningFinding &finding : report.findings) {
        const QString word = QString::fromLatin1(wordOf(finding.outcome));
        counts.insert(word, counts.value(word).toInt() + 1);
    }
    return QJsonDocument(counts).toJson();
}

Result<QByteArray> walk(test::RecoveryRig &rig, PlanScope scope)
{
    if (scope == PlanScope::Clean)
        return rig.clean().map(cleaningJson);
    ObserverWish wish = rig.wish();
    wish.scope = scope;
    rig.setWish(wish);
    return rig.recover().map(recoveryReportJson);
}

} // namespace

// One recovery, cleaning or reconciliation as a process of its own, so that a test can kill it, stop it, and
// run several at once. Prints its report as JSON.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QStringList names{u"redis"_s, u"records"_s, u"journal"_s, u"server"_s, u"grace"_s, u"scope"_s};
    for (const QString &name : names)
        parser.addOption({name, name, name});
    parser.process(application);

    test::RigSetup setup;
    setup.redis = redis::parseRedisUrl(parser.value(u"redis"_s)).value();
    setup.records = parseRecordsAddress(parser.value(u"records"_s)).value();
    setup.journalPath = parser.value(u"journal"_s);
    setup.servers = parser.values(u"server"_s);
    setup.grace = std::chrono::milliseconds(parser.value(u"grace"_s).toInt());
    setup.stepJobs = 10; // several steps, so that one can be killed between two
    test::RecoveryRig rig(setup);
    const Result<QByteArray> report
        = walk(rig, planScopeFromWord(parser.value(u"scope"_s).toLatin1()).value_or(PlanScope::Recover));
    if (!report) {
        std::fprintf(stderr, "%s\n", qPrintable(report.error().message));
        return 1;
    }
    std::fputs(report->constData(), stdout);
    return 0;
}

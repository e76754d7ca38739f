// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/reportmenu.h"

#include "core/triage/planjson.h"
#include "core/triage/recoveryreportmarkdown.h"
#include "tests/ui/recovery/recoverysamples.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestReportMenu : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void copiesInThreeForms();
    void theEndingOfTheNameIsTheForm();
    void tellsWhereItCannotWrite();
    void aSavedPlanIsThePlan();

private:
    const RecoveryReport m_report = expectedReport(test::sampleProposal({2, 1, 0, 1}).plan);
};

void TestReportMenu::copiesInThreeForms()
{
    ReportMenu menu;
    menu.setReport(m_report);
    QSignalSpy told(&menu, &ReportMenu::told);
    menu.findChild<QAction *>(u"copyMarkdown"_s)->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), recoveryReportMarkdown(m_report));
    menu.findChild<QAction *>(u"copyJson"_s)->trigger();
    const QJsonDocument json = QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8());
    QCOMPARE(json.object().value("found"_L1).toInt(), 4);
    menu.findChild<QAction *>(u"copyText"_s)->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"4 found = "_s));
    QCOMPARE(told.count(), 3);
}

void TestReportMenu::theEndingOfTheNameIsTheForm()
{
    const QTemporaryDir folder;
    const std::pair<QString, ReportFormat> files[] = {{u"a.md"_s, ReportFormat::Markdown},
        {u"a.JSON"_s, ReportFormat::Json}, {u"a.txt"_s, ReportFormat::Text}, {u"a"_s, ReportFormat::Text}};
    for (const auto &[name, format] : files) {
        QVERIFY(saveReport(m_report, folder.filePath(name)));
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), reportBytes(m_report, format));
    }
}

void TestReportMenu::tellsWhereItCannotWrite()
{
    const Result<void> saved = saveReport(m_report, u"/proc/none/report.md"_s);
    QVERIFY(!saved);
    QVERIFY(saved.error().message.contains(u"/proc/none"_s));
}

/// What the command line reads back: the same jobs, bytes and ticks.
void TestReportMenu::aSavedPlanIsThePlan()
{
    ReportMenu menu;
    QVERIFY(!menu.findChild<QAction *>(u"savePlan"_s)->isVisible());
    Plan plan = test::sampleProposal({2, 1, 0, 1}).plan;
    QVERIFY(setTicked(plan, plan.actions.first().promptId, false));
    menu.setPlan(plan);
    QVERIFY(menu.findChild<QAction *>(u"savePlan"_s)->isVisible());
    const QTemporaryDir folder;
    QVERIFY(savePlan(plan, folder.filePath(u"plan.json"_s)));
    QFile file(folder.filePath(u"plan.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Result<Plan> read = planFromJson(file.readAll());
    QVERIFY(read);
    QCOMPARE(*read, plan);
    QVERIFY(!savePlan(plan, u"/proc/none/plan.json"_s));
}

QTEST_MAIN(TestReportMenu)
#include "tst_reportmenu.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/reportmenu.h"

#include "core/base/timetext.h"
#include "core/triage/planjson.h"
#include "core/triage/recoveryreportjson.h"
#include "core/triage/recoveryreportmarkdown.h"
#include "core/triage/recoveryreporttext.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QSaveFile>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString proposedName(PlanScope scope, Timestamp at, const QString &ending)
{
    return QString::fromLatin1(wordOf(scope)) + u'-' + utcTime(at).toString(u"yyyyMMdd-HHmmss"_s) + ending;
}

Result<void> write(const QByteArray &bytes, const QString &fileName)
{
    QSaveFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return failure(Error::Kind::Permission, fileName + u": "_s + file.errorString());
    return {};
}

} // namespace

QByteArray reportBytes(const RecoveryReport &report, ReportFormat format)
{
    switch (format) {
    case ReportFormat::Markdown:
        return recoveryReportMarkdown(report).toUtf8();
    case ReportFormat::Json:
        return recoveryReportJson(report) + '\n';
    case ReportFormat::Text:
        break;
    }
    return recoveryReportText(report).toUtf8();
}

Result<void> saveReport(const RecoveryReport &report, const QString &fileName)
{
    const ReportFormat format = fileName.endsWith(".md"_L1, Qt::CaseInsensitive) ? ReportFormat::Markdown
        : fileName.endsWith(".json"_L1, Qt::CaseInsensitive)                     ? ReportFormat::Json
                                                                                 : ReportFormat::Text;
    return write(reportBytes(report, format), fileName);
}

Result<void> savePlan(const Plan &plan, const QString &fileName)
{
    return write(planJson(plan) + '\n', fileName);
}

ReportMenu::ReportMenu(QWidget *parent)
    : QMenu(parent)
    , m_savePlan(addAction(tr("Save the plan..."), this, &ReportMenu::savePlan))
{
    m_savePlan->setObjectName(u"savePlan"_s);
    m_savePlan->setVisible(false);
    const std::tuple<ReportFormat, QString, QString> entries[]
        = {{ReportFormat::Markdown, tr("Markdown"), u"copyMarkdown"_s},
            {ReportFormat::Json, tr("JSON"), u"copyJson"_s}, {ReportFormat::Text, tr("text"), u"copyText"_s}};
    for (const auto &[format, title, name] : entries) {
        QAction *entry = addAction(tr("Copy as %1").arg(title), this,
            [this, format = format, title = title] { copy(format, title); });
        entry->setObjectName(name);
    }
    addSeparator();
    addAction(tr("Save..."), this, &ReportMenu::save)->setObjectName(u"saveReport"_s);
}

void ReportMenu::copy(ReportFormat format, const QString &name)
{
    QGuiApplication::clipboard()->setText(QString::fromUtf8(reportBytes(m_report, format)));
    Q_EMIT told(tr("Copied as %1").arg(name));
}

void ReportMenu::setPlan(const std::optional<Plan> &plan)
{
    m_plan = plan;
    m_savePlan->setVisible(plan.has_value());
}

void ReportMenu::savePlan()
{
    const QString fileName = QFileDialog::getSaveFileName(parentWidget(), tr("Save the plan"),
        proposedName(m_plan->scope, m_plan->madeAt, u"-plan.json"_s), tr("Plan (*.json)"));
    if (fileName.isEmpty())
        return;
    const Result<void> saved = emberwatch::savePlan(*m_plan, fileName);
    Q_EMIT told(saved ? tr("Saved to %1").arg(fileName) : tr("Not saved: %1").arg(saved.error().message));
}

void ReportMenu::save()
{
    const QString fileName = QFileDialog::getSaveFileName(parentWidget(), tr("Save the report"),
        proposedName(m_report.scope, m_report.finishedAt, u".md"_s),
        tr("Markdown (*.md);;JSON (*.json);;Text (*.txt)"));
    if (fileName.isEmpty())
        return;
    const Result<void> saved = saveReport(m_report, fileName);
    Q_EMIT told(saved ? tr("Saved to %1").arg(fileName) : tr("Not saved: %1").arg(saved.error().message));
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/reportpage.h"

#include "core/jobs/jobkey.h"
#include "ui/details/messagecard.h"
#include "ui/recovery/outcomebar.h"
#include "ui/recovery/resultcolumns.h"
#include "ui/recovery/resultdelegate.h"
#include "ui/recovery/resultmodel.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/rowtable.h"
#include "ui/words/breakabletext.h"
#include "ui/words/numbertext.h"

#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostNamed = 2;
constexpr qsizetype mostLetters = 300; ///< the table and the report have all of it

QString linesOf(const QList<RecoveredJob> &jobs)
{
    QStringList lines;
    for (const RecoveredJob &job : jobs.mid(0, mostNamed))
        lines.append(breakableText(displayText(job.promptId.value()), mostLetters) + u": "_s
            + breakableText(displayText(job.reason.toUtf8()), mostLetters));
    if (jobs.size() > mostNamed)
        lines.append(ReportPage::tr("and %n more", nullptr, static_cast<int>(jobs.size() - mostNamed)));
    return lines.join(u'\n');
}

} // namespace

ReportPage::ReportPage(const ThemeSource *themes, ResultModel *results, QWidget *parent)
    : QWidget(parent)
    , m_results(results)
    , m_bar(new OutcomeBar(themes, this))
    , m_table(new RowTable(themes, resultColumnsFor, this))
    , m_failures(new MessageCard(themes, this))
    , m_beside(new MessageCard(themes, this))
{
    const Measures &measures = themes->measures();
    m_failures->setObjectName(u"reportFailures"_s);
    m_beside->setObjectName(u"reportBeside"_s);
    m_table->setObjectName(u"reportTable"_s);
    m_table->setAccessibleName(tr("Report"));
    m_table->setItemDelegate(new ResultDelegate(themes, this));
    m_table->setModel(results);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(measures.around, measures.between, measures.around, measures.between);
    top->addWidget(m_bar);
    auto *bottom = new QVBoxLayout;
    bottom->setContentsMargins(measures.around, 0, measures.around, 0);
    bottom->setSpacing(measures.within);
    for (MessageCard *card : {m_failures, m_beside}) {
        card->hide();
        bottom->addWidget(card);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, measures.between);
    column->setSpacing(measures.within);
    column->addLayout(top);
    column->addWidget(m_table, 1);
    column->addLayout(bottom);
    setFocusProxy(m_table);
}

void ReportPage::setReport(const RecoveryReport &report, bool isDryRun)
{
    m_results->setReport(report);
    const RecoveryCounts counts = countsOf(report);
    m_bar->setCounts(counts);
    //: begins a sum: "23 found = 11 resumed, 4 settled as completed, ..."
    m_bar->setLead(isDryRun ? tr("%1 found would be").arg(numberText(counts.found))
                            : tr("%1 found  =").arg(numberText(counts.found)));
    m_table->setCurrentIndex(m_results->index(0, 0));
    showFailures();
    showBeside(report);
}

void ReportPage::showFailures()
{
    const QList<RecoveredJob> failed = m_results->failures();
    m_failures->setVisible(!failed.isEmpty());
    if (!failed.isEmpty())
        m_failures->say({Icon::Failed, &Colors::failed, &Colors::failedTint,
            tr("%n job(s) could not be done", nullptr, static_cast<int>(failed.size())), linesOf(failed)});
}

void ReportPage::showBeside(const RecoveryReport &report)
{
    m_beside->setVisible(!report.beside.isEmpty());
    if (!report.beside.isEmpty())
        m_beside->say({Icon::Database, &Colors::second, &Colors::raised,
            tr("%n job(s) beside, not counted: Redis has no open key that can be read", nullptr,
                static_cast<int>(report.beside.size())),
            linesOf(report.beside)});
}

} // namespace emberwatch

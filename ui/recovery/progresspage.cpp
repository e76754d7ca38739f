// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/progresspage.h"

#include "ui/recovery/outcomebar.h"
#include "ui/recovery/resultcolumns.h"
#include "ui/recovery/resultdelegate.h"
#include "ui/recovery/resultmodel.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/rowtable.h"
#include "ui/words/numbertext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

ProgressPage::ProgressPage(const ThemeSource *themes, ResultModel *results, QWidget *parent)
    : QWidget(parent)
    , m_results(results)
    , m_done(new QLabel(this))
    , m_phase(new QLabel(this))
    , m_bar(new OutcomeBar(themes, this))
    , m_table(new RowTable(themes, resultColumnsFor, this))
{
    const Measures &measures = themes->measures();
    m_done->setObjectName(u"progressDone"_s);
    m_done->setTextFormat(Qt::PlainText);
    m_done->setFont(themes->fonts().heading);
    m_phase->setTextFormat(Qt::PlainText);
    m_phase->setProperty("look", u"second"_s);
    m_table->setAccessibleName(tr("Jobs"));
    m_table->setItemDelegate(new ResultDelegate(themes, this));
    m_table->setModel(results);
    auto *words = new QHBoxLayout;
    words->setSpacing(measures.within);
    words->addWidget(m_done);
    words->addWidget(m_phase, 1);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(measures.around, measures.between, measures.around, measures.between);
    top->setSpacing(measures.within);
    top->addLayout(words);
    top->addWidget(m_bar);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_table, 1);
}

void ProgressPage::start(const Plan &plan)
{
    m_results->setPlan(plan);
    m_phase->clear();
    showDone(0);
}

void ProgressPage::showProgress(const RecoveryProgress &progress)
{
    m_phase->setText(progress.what);
    m_results->takeEnds(progress.ended);
    if (progress.total > 0)
        showDone(static_cast<int>(progress.done));
}

void ProgressPage::setStopping()
{
    m_phase->setText(tr("Stopping: the step in progress is finished first."));
}

void ProgressPage::showDone(int done)
{
    const int all = m_results->rowCount();
    m_done->setText(tr("%1 of %2").arg(numberText(std::min(done, all)), numberText(all)));
    m_bar->setProgress(std::min(done, all), all);
}

} // namespace emberwatch

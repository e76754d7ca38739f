// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/factlist.h"

#include "ui/details/valuelabel.h"
#include "ui/theme/themesource.h"

#include <QGridLayout>
#include <QLabel>

namespace emberwatch {

using namespace Qt::StringLiterals;

FactList::FactList(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
}

void FactList::setFacts(const QList<JobFact> &facts)
{
    while (m_lines.size() < facts.size())
        addLine();
    for (qsizetype i = 0; i < facts.size(); ++i) {
        if (i >= m_facts.size() || facts[i] != m_facts[i])
            show(m_lines[i], facts[i]);
    }
    m_facts = facts;
}

void FactList::setMuted(bool isMuted)
{
    if (isMuted == m_isMuted)
        return;
    m_isMuted = isMuted;
    for (qsizetype i = 0; i < m_facts.size(); ++i)
        show(m_lines[i], m_facts[i]);
}

void FactList::addLine()
{
    const auto row = static_cast<int>(m_lines.size());
    auto *label = new QLabel(this);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("look", u"second"_s);
    auto *value = new ValueLabel(m_themes, this);
    value->setObjectName(u"fact%1"_s.arg(row));
    m_grid->addWidget(label, row, 0);
    m_grid->addWidget(value, row, 1);
    m_lines.append({label, value});
}

void FactList::show(const Line &line, const JobFact &fact) const
{
    line.label->setText(fact.label);
    line.value->setAccessibleName(fact.label);
    line.value->setText(fact.value);
    line.value->setExplanation(fact.explanation);
    QColor Colors::*const color = m_isMuted ? &Colors::second
        : fact.isDoubtful                   ? &Colors::warning
                                            : &Colors::text;
    line.value->setLook(fact.isCode ? &Fonts::mono : &Fonts::body, color);
}

} // namespace emberwatch

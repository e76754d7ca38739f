// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/sourcecards.h"

#include "core/base/timetext.h"
#include "ui/theme/measures.h"
#include "ui/theme/themesource.h"
#include "ui/triage/sourcecard.h"

#include <QHBoxLayout>

namespace emberwatch {

SourceCards::SourceCards(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(themes->measures().between);
    const std::array sources{EvidenceSource::Redis, EvidenceSource::Database, EvidenceSource::ComfyUi};
    for (size_t i = 0; i < sources.size(); ++i) {
        m_cards[i] = new SourceCard(themes, sources[i], this);
        row->addWidget(m_cards[i], 1);
    }
}

SourceCards::~SourceCards() = default;

void SourceCards::showJob(const JudgedJob &job)
{
    m_sources = comparedSources(job);
    for (size_t i = 0; i < m_cards.size(); ++i)
        m_cards[i]->show(m_sources[i]);
}

void SourceCards::showAges(Timestamp now, std::chrono::milliseconds serverMinusOurs)
{
    for (size_t i = 0; i < m_cards.size(); ++i) {
        const SourceReading &reading = m_sources[i];
        const Timestamp at
            = reading.source == EvidenceSource::Redis ? reading.at - serverMinusOurs : reading.at;
        m_cards[i]->setAge(
            reading.at == Timestamp() ? tr("not read") : tr("read %1 ago").arg(durationText(now - at)));
    }
}

void SourceCards::setStale(bool isStale)
{
    for (SourceCard *card : m_cards)
        card->setStale(isStale);
}

} // namespace emberwatch

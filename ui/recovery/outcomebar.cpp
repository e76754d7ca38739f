// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/outcomebar.h"

#include "ui/theme/themesource.h"
#include "ui/words/numbertext.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int barHeight = 10;
constexpr int leastSegment = 4; // one job of ten thousand is still to be seen

} // namespace

OutcomeBar::OutcomeBar(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(themes, &ThemeSource::themeChanged, this, [this] {
        updateGeometry();
        update();
    });
}

void OutcomeBar::setCounts(const RecoveryCounts &counts)
{
    QList<Part> parts;
    for (const RecoveryOutcome outcome : outcomesInOrder()) {
        if (const int count = counts.of(outcome); count > 0)
            parts.append({lookOf(outcome), count, false});
    }
    setParts(parts);
}

void OutcomeBar::setProgress(int done, int all)
{
    QList<Part> parts;
    if (done > 0)
        //: so many jobs
        parts.append({{tr("done"), Icon::Completed, &Colors::processing}, done, false});
    if (all > done)
        //: so many jobs
        parts.append({{tr("to go"), Icon::Queued, &Colors::third}, all - done, true});
    setParts(parts);
}

void OutcomeBar::setParts(const QList<Part> &parts)
{
    m_parts = parts;
    m_total = 0;
    QStringList texts;
    for (const Part &part : parts) {
        m_total += part.count;
        texts.append(textOf(part));
    }
    setAccessibleName(texts.join(u", "_s));
    updateGeometry();
    update();
}

void OutcomeBar::setLead(const QString &lead)
{
    m_lead = lead;
    updateGeometry();
    update();
}

QString OutcomeBar::textOf(const Part &part) const
{
    return numberText(part.count) + u' ' + part.look.word;
}

QSize OutcomeBar::sizeHint() const
{
    return {200, heightForWidth(std::max(width(), 200))};
}

int OutcomeBar::heightForWidth(int width) const
{
    return barHeight + m_themes->measures().within + layOut(nullptr, width);
}

void OutcomeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawBar(painter);
    painter.translate(0, barHeight + m_themes->measures().within);
    layOut(&painter, width());
}

void OutcomeBar::drawBar(QPainter &painter) const
{
    const QRectF bar(0, 0, width(), barHeight);
    const Colors &colors = m_themes->colors();
    QPainterPath round;
    round.addRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipPath(round);
    painter.fillRect(bar, colors.hairline);
    qreal left = 0;
    for (const Part &part : m_parts) {
        const qreal share = static_cast<qreal>(part.count) / std::max(m_total, 1);
        const qreal length = std::max<qreal>(share * bar.width(), leastSegment);
        if (!part.isToGo)
            painter.fillRect(QRectF(left, 0, length - 1, barHeight), colors.*part.look.color);
        left += length;
    }
    painter.restore();
}

int OutcomeBar::layOut(QPainter *painter, int width) const
{
    const Measures &measures = m_themes->measures();
    const Colors &colors = m_themes->colors();
    const QFontMetrics metrics(m_themes->fonts().body);
    const QFontMetrics strong(m_themes->fonts().strong);
    const int line = std::max(metrics.height(), measures.icon) + measures.grid;
    int x = 0;
    int y = 0;
    if (!m_lead.isEmpty()) {
        if (painter) {
            painter->setFont(m_themes->fonts().strong);
            painter->setPen(colors.text);
            painter->drawText(QRect(0, y, width, line), Qt::AlignVCenter, m_lead);
        }
        x = strong.horizontalAdvance(m_lead) + measures.around;
    }
    for (const Part &part : m_parts) {
        const QString text = textOf(part);
        const int needed = measures.icon + measures.grid + metrics.horizontalAdvance(text);
        if (x > 0 && x + needed > width) {
            x = 0;
            y += line;
        }
        if (painter) {
            painter->drawPixmap(x, y + (line - measures.icon) / 2,
                m_themes->pixmap(
                    part.look.icon, colors.*part.look.color, measures.icon, devicePixelRatioF()));
            painter->setFont(m_themes->fonts().body);
            painter->setPen(colors.second);
            painter->drawText(
                QRect(x + measures.icon + measures.grid, y, width, line), Qt::AlignVCenter, text);
        }
        x += needed + measures.around;
    }
    return y + line;
}

} // namespace emberwatch

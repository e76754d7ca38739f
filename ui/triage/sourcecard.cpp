// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/sourcecard.h"

#include "ui/recovery/sourceicon.h"
#include "ui/theme/themesource.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QLabel *plainLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

ComparedRow::ComparedRow(const ThemeSource *themes, ComparedLine line, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_line(line)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ComparedRow::setValue(const ComparedValue &value)
{
    if (value == m_value)
        return;
    m_value = value;
    setAccessibleName(value.differs
            ? tr("%1: %2, not equal", "a line and its value").arg(titleOf(m_line), value.text)
            : tr("%1: %2", "a line and its value").arg(titleOf(m_line), value.text));
    setToolTip(value.isSaid ? u"<p style='white-space:pre-wrap'>"_s + value.text.toHtmlEscaped() + u"</p>"_s
                            : QString());
    update();
}

void ComparedRow::setStale(bool isStale)
{
    m_isStale = isStale;
    update();
}

int ComparedRow::labelWidth() const
{
    const QFontMetrics metrics(m_themes->fonts().body);
    int widest = 0;
    for (size_t line = 0; line < comparedLineCount; ++line)
        widest = std::max(widest, metrics.horizontalAdvance(titleOf(static_cast<ComparedLine>(line))));
    return widest + m_themes->measures().around;
}

QSize ComparedRow::sizeHint() const
{
    return {labelWidth() + QFontMetrics(m_themes->fonts().body).averageCharWidth() * 24,
        m_themes->measures().row - m_themes->measures().grid};
}

QSize ComparedRow::minimumSizeHint() const
{
    return {labelWidth() + QFontMetrics(m_themes->fonts().body).averageCharWidth() * 8, sizeHint().height()};
}

void ComparedRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = m_themes->colors();
    const Measures &measures = m_themes->measures();
    const bool isSigned = m_value.differs;
    if (isSigned && !m_isStale) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.conflictTint);
        painter.drawRoundedRect(rect(), measures.corner, measures.corner);
    }
    QRect room = rect().adjusted(measures.within, 0, -measures.within, 0);
    painter.setFont(m_themes->fonts().body);
    painter.setPen(colors.second);
    painter.drawText(room, Qt::AlignVCenter, titleOf(m_line));
    room.setLeft(room.left() + labelWidth());
    if (isSigned) {
        const QColor sign = m_isStale ? colors.second : colors.conflict;
        painter.drawPixmap(room.right() + 1 - measures.icon, room.top() + (room.height() - measures.icon) / 2,
            m_themes->pixmap(Icon::NotEqual, sign, measures.icon, devicePixelRatioF()));
        room.setRight(room.right() - measures.icon - measures.grid);
    }
    const QFont &font = m_value.isCode ? m_themes->fonts().mono
        : isSigned                     ? m_themes->fonts().strong
                                       : m_themes->fonts().body;
    painter.setFont(font);
    painter.setPen(!m_value.isSaid ? colors.third : m_isStale ? colors.second : colors.text);
    painter.drawText(room, Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(
            m_value.text, m_value.isCode ? Qt::ElideMiddle : Qt::ElideRight, room.width()));
}

SourceCard::SourceCard(const ThemeSource *themes, EvidenceSource source, QWidget *parent)
    : QFrame(parent)
    , m_themes(themes)
    , m_source(source)
    , m_icon(plainLabel(this))
    , m_title(plainLabel(this))
    , m_age(plainLabel(this))
    , m_foot(plainLabel(this))
{
    setObjectName(u"sourceCard_"_s + QString::fromLatin1(wordOf(source)));
    setProperty("look", u"card"_s);
    const Measures &measures = themes->measures();
    m_age->setProperty("look", u"third"_s);
    m_age->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_foot->setProperty("look", u"third"_s);
    m_foot->setWordWrap(true);
    m_foot->setAlignment(Qt::AlignBottom | Qt::AlignLeading);
    m_foot->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_foot->setContentsMargins(measures.within, 0, measures.within, 0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(measures.within, 0, measures.within, 0);
    head->setSpacing(measures.within);
    head->addWidget(m_icon);
    head->addWidget(m_title);
    head->addStretch(1);
    head->addWidget(m_age);
    auto *line = new QFrame(this);
    line->setProperty("look", u"hairline"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measures.grid, measures.within, measures.grid, measures.within);
    column->setSpacing(measures.grid / 2);
    column->addLayout(head);
    column->addSpacing(measures.grid / 2);
    column->addWidget(line);
    column->addSpacing(measures.grid / 2);
    for (size_t i = 0; i < comparedLineCount; ++i) {
        m_rows[i] = new ComparedRow(themes, static_cast<ComparedLine>(i), this);
        column->addWidget(m_rows[i]);
    }
    column->addSpacing(measures.grid);
    column->addStretch(1);
    column->addWidget(m_foot);
    connect(themes, &ThemeSource::themeChanged, this, &SourceCard::lookAnew);
    lookAnew();
}

void SourceCard::show(const SourceReading &reading)
{
    m_title->setText(reading.title);
    m_foot->setText(reading.foot);
    for (size_t i = 0; i < comparedLineCount; ++i)
        m_rows[i]->setValue(reading.lines[i]);
    setAccessibleName(reading.title);
}

void SourceCard::setAge(const QString &text)
{
    m_age->setText(text);
}

void SourceCard::setStale(bool isStale)
{
    for (ComparedRow *row : m_rows)
        row->setStale(isStale);
}

void SourceCard::lookAnew()
{
    m_icon->setPixmap(m_themes->pixmap(
        iconOf(m_source), m_themes->colors().second, m_themes->measures().icon, devicePixelRatioF()));
    m_title->setFont(m_themes->fonts().strong);
    m_age->setFont(m_themes->fonts().small);
    m_foot->setFont(m_themes->fonts().small);
    for (ComparedRow *row : m_rows) {
        row->updateGeometry();
        row->update();
    }
}

} // namespace emberwatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/detailscolumn.h"

#include "ui/theme/themesource.h"

#include <QLabel>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

DetailsColumn::DetailsColumn(const ThemeSource *themes, QWidget *parent)
    : QScrollArea(parent)
    , m_themes(themes)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void DetailsColumn::startOver()
{
    const Measures &measures = m_themes->measures();
    m_content = new QWidget;
    m_content->setAutoFillBackground(false);
    m_column = new QVBoxLayout(m_content);
    m_column->setContentsMargins(measures.around, measures.between, measures.around, measures.between);
    m_column->setSpacing(measures.within);
    setWidget(m_content); // takes the place of the former, which is deleted
    viewport()->setAutoFillBackground(false);
}

QLabel *DetailsColumn::add(const QString &text, QFont Fonts::*font, const char *look)
{
    auto *label = new QLabel(text, m_content);
    label->setTextFormat(Qt::PlainText);
    label->setFont(m_themes->fonts().*font);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setProperty("look", QString::fromLatin1(look));
    m_column->addWidget(label);
    return label;
}

void DetailsColumn::addLine()
{
    auto *line = new QFrame(m_content);
    line->setProperty("look", u"hairline"_s);
    m_column->addWidget(line);
}

} // namespace emberwatch
